declare module 'natural/lib/natural/tokenizers/aggressive_tokenizer_ru.js' {
  export default class AggressiveTokenizerRu {
    tokenize(text: string): string[];
  }
}

declare module 'natural/lib/natural/stemmers/porter_stemmer_ru.js' {
  const stemmer: { stem(token: string): string };
  export default stemmer;
}
