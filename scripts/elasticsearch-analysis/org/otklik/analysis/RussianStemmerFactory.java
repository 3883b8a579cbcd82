package org.otklik.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.ru.RussianLightStemFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.tartarus.snowball.ext.RussianStemmer;

/** The token filter "stemmer" for `language` (or `name`) "russian" and "light_russian"; any other language is refused. */
final class RussianStemmerFactory extends AbstractTokenFilterFactory {
    private final boolean isLight;

    RussianStemmerFactory(String name, Settings settings) {
        super(name);
        String language = settings.get("language", settings.get("name", "english"));
        isLight = language.equals("light_russian") || language.equals("lightRussian");
        if (!isLight && !language.equalsIgnoreCase("russian")) {
            throw new IllegalArgumentException("token filter [" + name + "]: this node's [stemmer] knows the languages [russian] and"
                + " [light_russian], not [" + language + "]; use a full Elasticsearch for others");
        }
    }

    @Override
    public TokenStream create(TokenStream input) {
        return isLight ? new RussianLightStemFilter(input) : new SnowballFilter(input, new RussianStemmer());
    }
}
