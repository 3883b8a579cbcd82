/** Drafts of answers behind the fake API. */
const dayMs = 86_400_000;

/** GET /api/incidents/:id/drafts. */
export function draftsOf(incident, nowMs) {
  const finalBy = new Date(nowMs + 9 * dayMs).toISOString().slice(0, 10);
  const day = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', year: 'numeric' }).format(
    nowMs + 9 * dayMs,
  );
  const draft = (templateId, name, kind, text, withDay = false) => ({
    templateId,
    name,
    kind,
    text,
    gaps: text.match(/\{[^{}]+\}/g) ?? [],
    finalBy: withDay ? finalBy : null,
  });
  const { number, executorName } = incident;
  return {
    items: [
      draft(
        'interim-taken',
        'Приняли, передали, срок',
        'interim',
        `Здравствуйте! Сообщение принято, номер ИН-${number}. Вопрос передан в работу: ${executorName}. О результате расскажем здесь до ${day}`,
        true,
      ),
      draft(
        'request-details',
        'Уточнить, что случилось и где',
        'request',
        `Здравствуйте! Хотим помочь (номер ИН-${number}), но сведений не хватает. Напишите, пожалуйста, здесь же: {что уточнить}.`,
      ),
      draft(
        'solved',
        'Решено',
        'solved',
        `Здравствуйте! Вопрос ИН-${number} решён. ${executorName}: {что сделано}, {когда сделано}.`,
      ),
      draft('explained', 'Разъяснение', 'explained', `Здравствуйте! Отвечаем на вопрос ИН-${number}. {Разъяснение}`),
    ],
  };
}
