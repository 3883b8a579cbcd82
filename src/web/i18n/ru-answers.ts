/** Russian texts of drafts of answers. */
export const ruAnswers = {
  'drafts.label': 'Черновик из шаблона',
  'drafts.pick': 'Выберите шаблон',
  'drafts.replace': 'Заменить набранное',
  'drafts.append': 'Добавить в конец',
  'drafts.keep': 'Оставить как есть',
  'drafts.typed': 'В поле уже есть текст. Что сделать с черновиком «{name}»?',
  'drafts.gaps': 'Осталось заполнить: {gaps}',
  'drafts.failed': 'Черновики не загрузились; ответ можно написать самому.',
  'drafts.kind.interim': 'Промежуточный ответ',
  'drafts.kind.request': 'Запрос сведений',
  'drafts.kind.solved': 'Решено',
  'drafts.kind.explained': 'Разъяснено',
  'drafts.kind.not-solved': 'Не решено',
  'drafts.kind.postponed': 'Отложено',
} as const;
