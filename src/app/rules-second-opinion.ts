import type { Analysis } from '../../pipelines/text/tokens.js';

/**
 * What `natural` says beside the log-odds. Loaded only by `rules suggest`, by subpath: the package's index prints and loads database
 * drivers.
 */
export interface SecondOpinion {
  /** TF-IDF of a stem in the topic's texts taken as one document among the others. */
  tfidf(stem: string): number;
  /** Whether a naive Bayes classifier takes the text for one of the topic. */
  isTopic(analysis: Analysis): boolean;
}

/** Texts of each side that the classifier learns from: its cost grows with texts times words. */
const mostLearnt = 400;

/** @param topic texts of the topic; @param rest a sample of others */
export async function askNatural(topic: readonly Analysis[], rest: readonly Analysis[]): Promise<SecondOpinion> {
  const [{ TfIdf }, { default: BayesClassifier }] = await Promise.all([
    import('natural/lib/natural/tfidf/index.js'),
    import('natural/lib/natural/classifiers/bayes_classifier.js'),
  ]);
  const tfidf = new TfIdf();
  tfidf.addDocument(topic.flatMap(wordsOf));
  for (const text of rest) tfidf.addDocument(wordsOf(text));
  const bayes = new BayesClassifier();
  for (const text of topic.slice(0, mostLearnt)) bayes.addDocument(wordsOf(text), 'topic');
  for (const text of rest.slice(0, mostLearnt)) bayes.addDocument(wordsOf(text), 'rest');
  bayes.train();
  return {
    tfidf: (stem) => tfidf.tfidf([stem], 0) / Math.max(1, topic.length),
    isTopic: (text) => bayes.getClassifications(wordsOf(text))[0]?.label === 'topic',
  };
}

function wordsOf({ tokens }: Analysis): string[] {
  return tokens.filter(({ kind }) => kind === 'word').map(({ stem }) => stem);
}
