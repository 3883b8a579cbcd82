package org.otklik.analysis;

import java.util.Map;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * Puts the analysis parts that Otklik's mappings use back on a node that lacks the analysis-common module, under the names and with
 * the settings of the built-in ones, so that one index mapping serves every Elasticsearch.
 */
public final class OtklikAnalysisPlugin extends Plugin implements AnalysisPlugin {
    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "stemmer", AnalysisPlugin.requiresAnalysisSettings(
                (index, environment, name, settings) -> new RussianStemmerFactory(name, settings)),
            "pattern_capture", AnalysisPlugin.requiresAnalysisSettings(
                (index, environment, name, settings) -> new PatternCaptureFactory(name, settings)));
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of("whitespace", (index, environment, name, settings) -> new WhitespaceFactory(name, settings));
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of("mapping", AnalysisPlugin.requiresAnalysisSettings(
            (index, environment, name, settings) -> new MappingFactory(name, environment, settings)));
    }
}
