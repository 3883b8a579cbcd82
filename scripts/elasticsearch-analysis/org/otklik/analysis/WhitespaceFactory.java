package org.otklik.analysis;

import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractTokenizerFactory;

/** The tokenizer "whitespace" with `max_token_length`, as the built-in one: longer tokens are split. */
final class WhitespaceFactory extends AbstractTokenizerFactory {
    private final int longest;

    WhitespaceFactory(String name, Settings settings) {
        super(name);
        longest = settings.getAsInt("max_token_length", StandardAnalyzer.DEFAULT_MAX_TOKEN_LENGTH);
    }

    @Override
    public Tokenizer create() {
        return new WhitespaceTokenizer(org.apache.lucene.analysis.TokenStream.DEFAULT_TOKEN_ATTRIBUTE_FACTORY, longest);
    }
}
