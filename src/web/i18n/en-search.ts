import type { ruSearch } from './ru-search.js';
import type { Entry } from './translate.js';

/** English texts of the search and of similar incidents. */
export const enSearch: Record<keyof typeof ruSearch, Entry> = {
  'search.label': 'Search in the text',
  'search.placeholder': 'Search: burst pipe, Sadovaya…',
  'search.clear': 'Clear search',
  'search.meaning': 'by meaning',
  'search.meaningHint': 'Search for the same in other words: say in one phrase what has happened',
  'search.placeholderMeaning': 'By meaning: no light in the whole house…',
  'sort.meaning': 'By meaning',
  'section.similar': 'Similar incidents',
  'similar.aside': 'by what their posts mean, the most similar first',
  'similar.value': 'Similarity in meaning: {value} of 1',
  'similar.none': 'There are no similar incidents.',
  'similar.unknown': 'No model has read the posts of this incident, so similar ones are not known.',
  'similar.loading': 'Looking for similar ones',
  'similar.failed': 'The similar incidents did not load.',
};
