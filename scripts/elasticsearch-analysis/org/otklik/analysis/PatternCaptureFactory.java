package org.otklik.analysis;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;

/** The token filter "pattern_capture" with `patterns` and `preserve_original`, as the built-in one. */
final class PatternCaptureFactory extends AbstractTokenFilterFactory {
    private final Pattern[] patterns;
    private final boolean keepsOriginal;

    PatternCaptureFactory(String name, Settings settings) {
        super(name);
        List<String> written = settings.getAsList("patterns", List.of());
        if (written.isEmpty()) {
            throw new IllegalArgumentException("token filter [" + name + "]: [patterns] is missing");
        }
        patterns = written.stream().map(Pattern::compile).toArray(Pattern[]::new);
        keepsOriginal = settings.getAsBoolean("preserve_original", true);
    }

    @Override
    public TokenFilter create(TokenStream input) {
        return new PatternCaptureGroupTokenFilter(input, keepsOriginal, patterns);
    }
}
