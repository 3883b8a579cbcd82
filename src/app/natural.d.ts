/** The package has no types for this subpath. */
declare module 'natural/lib/natural/classifiers/bayes_classifier.js' {
  export default class BayesClassifier {
    addDocument(words: string[], label: string): void;
    train(): void;
    /** Relative weights, best first; they do not add up to 1. */
    getClassifications(words: string[]): { label: string; value: number }[];
  }
}
