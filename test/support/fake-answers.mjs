/** Drafts of answers and what answers promise, behind the fake API. */
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

/** Of every third published answer one promise, of every sixth one whose day is over. */
export function promisesOf(history, index) {
  const answered = history.find(({ change }) => change.type === 'answered');
  if (answered === undefined || index % 3 !== 0) return [];
  const dueMs = Date.parse(answered.at) + (index % 6 === 0 ? -2 : 12) * dayMs;
  const text = 'Бригада заменит светильник и проверит соседние опоры до конца недели.';
  return [{ seq: answered.seq, text, dueOn: new Date(dueMs).toISOString().slice(0, 10), state: 'open', isTold: false }];
}
