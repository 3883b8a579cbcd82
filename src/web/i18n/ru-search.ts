/** Russian texts of the search and of similar incidents. */
export const ruSearch = {
  'search.label': 'Поиск по тексту',
  'search.placeholder': 'Поиск: прорвало трубу, Садовая…',
  'search.clear': 'Очистить поиск',
  'search.meaning': 'по смыслу',
  'search.meaningHint': 'Искать не те же слова, а то же самое по смыслу: напишите, что случилось, одной фразой',
  'search.placeholderMeaning': 'По смыслу: нет света во всём доме…',
  'sort.meaning': 'По смыслу',
  'section.similar': 'Похожие обращения',
  'similar.aside': 'по смыслу постов, сначала самые похожие',
  'similar.value': 'Сходство по смыслу: {value} из 1',
  'similar.none': 'Похожих обращений нет.',
  'similar.unknown': 'Посты этого инцидента не прочитаны моделью, поэтому похожие неизвестны.',
  'similar.loading': 'Ищем похожие',
  'similar.failed': 'Похожие обращения не загрузились.',
} as const;
