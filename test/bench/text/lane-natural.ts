/** Baseline: the tokeniser and the stemmer for Russian of natural, by subpath, since its index prints and loads database drivers. */
import porterStemmerRu from 'natural/lib/natural/stemmers/porter_stemmer_ru.js';
import AggressiveTokenizerRu from 'natural/lib/natural/tokenizers/aggressive_tokenizer_ru.js';
import { serveTextLane } from './lane.js';

const tokenizer = new AggressiveTokenizerRu();

serveTextLane((posts) => {
  let tokens = 0;
  for (const { text } of posts) {
    for (const word of tokenizer.tokenize(text)) if (porterStemmerRu.stem(word) !== '') tokens += 1;
  }
  return tokens;
});
