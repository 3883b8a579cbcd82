package org.otklik.analysis;

import java.io.Reader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.AbstractCharFilterFactory;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;

/** The char filter "mapping": `mappings` is a list of "from=>to", as in the built-in one; also usable in normalizers. */
final class MappingFactory extends AbstractCharFilterFactory implements NormalizingCharFilterFactory {
    private static final Pattern RULE = Pattern.compile("(.*)\\s*=>\\s*(.*)\\s*$");
    private static final Pattern CODE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
    private final NormalizeCharMap map;

    MappingFactory(String name, Environment environment, Settings settings) {
        super(name);
        List<String> rules = Analysis.getWordList(environment, settings, "mappings");
        if (rules == null) {
            throw new IllegalArgumentException("char filter [" + name + "]: [mappings] or [mappings_path] is missing");
        }
        NormalizeCharMap.Builder builder = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            Matcher parts = RULE.matcher(rule);
            if (!parts.find() || parts.group(1).isBlank()) {
                throw new IllegalArgumentException("char filter [" + name + "]: [" + rule + "] is not of the form from=>to");
            }
            builder.add(unescape(parts.group(1).trim()), unescape(parts.group(2).trim()));
        }
        map = builder.build();
    }

    private static String unescape(String text) {
        return CODE.matcher(text).replaceAll(
            code -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(code.group(1), 16))));
    }

    @Override
    public Reader create(Reader reader) {
        return new MappingCharFilter(map, reader);
    }
}
