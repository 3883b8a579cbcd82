import type { CommandDef } from 'citty';

/** A command that is loaded when it is called; its line in the list of commands needs no loading. */
export interface LazyCommand {
  (): Promise<CommandDef>;
  description: string;
}

function lazily(description: string, load: () => Promise<unknown>): LazyCommand {
  return Object.assign(load as () => Promise<CommandDef>, { description });
}

/** Every command by its name, in the order of the help; the descriptions are those of the commands themselves. */
export const commands: Readonly<Record<string, LazyCommand>> = {
  up: lazily('Everything on one machine: collects, works, serves; Ctrl-C ends it cleanly.', () =>
    import('./commands/up.js').then((module) => module.up),
  ),
  crawl: lazily('Collects: visits the sources that are due.', () =>
    import('./commands/roles.js').then((module) => module.crawl),
  ),
  work: lazily('Works: normalises, classifies, locates, clusters, routes and indexes what was collected.', () =>
    import('./commands/roles.js').then((module) => module.work),
  ),
  serve: lazily('Serves the API and the web application.', () =>
    import('./commands/roles.js').then((module) => module.serve),
  ),
  doctor: lazily('Looks at everything that Otklik needs and says what to do where something is wrong.', () =>
    import('./commands/doctor.js').then((module) => module.doctor),
  ),
  rules: lazily('Tries, explains and measures the keyword rules of config/rules/.', () =>
    import('./commands/rules/index.js').then((module) => module.rules),
  ),
  label: lazily('What people said of texts; asks for the texts that teach the model most.', () =>
    import('./commands/label/index.js').then((module) => module.label),
  ),
  model: lazily('The model: versions, learning from operators, measuring, comparing.', () =>
    import('./commands/model/index.js').then((module) => module.model),
  ),
  classify: lazily('Classifies texts of a file, one JSON object a line; needs no services.', () =>
    import('./commands/classify.js').then((module) => module.classify),
  ),
  executors: lazily('Learns who acts from texts and the bodies that people gave them to.', () =>
    import('./commands/executors/index.js').then((module) => module.executors),
  ),
  text: lazily('Shows what the text engine makes of a text or a file of texts; needs no services.', () =>
    import('./commands/text.js').then((module) => module.text),
  ),
  places: lazily('The places of config/places: explains, checks, takes in address registers.', () =>
    import('./commands/places/index.js').then((module) => module.places),
  ),
  routing: lazily('The table of config/routing: proves it complete, says why a text goes where.', () =>
    import('./commands/routing/index.js').then((module) => module.routing),
  ),
  calendar: lazily('The production calendars of config/calendar: takes in open data, checks, shows a year.', () =>
    import('./commands/calendar/index.js').then((module) => module.calendar),
  ),
  page: lazily('Shows what an adapter sees on one page; no queue, nothing is kept.', () =>
    import('./commands/page.js').then((module) => module.page),
  ),
  sources: lazily('The registry of watched pages: adds, takes in, checks, switches, shows health.', () =>
    import('./commands/sources/index.js').then((module) => module.sources),
  ),
  incidents: lazily('The queue in the terminal.', () =>
    import('./commands/incidents/index.js').then((module) => module.incidents),
  ),
  answers: lazily('Drafts of answers from the templates of config/answers.', () =>
    import('./commands/answers/index.js').then((module) => module.answers),
  ),
  sla: lazily('Terms and how they are counted.', () => import('./commands/sla.js').then((module) => module.sla)),
  'dead-letters': lazily('Input that could not be handled: list and replay.', () =>
    import('./commands/dead-letters.js').then((module) => module.deadLetters),
  ),
  searches: lazily('Queries that are kept: they watch the stream and search the history.', () =>
    import('./commands/searches.js').then((module) => module.searches),
  ),
  users: lazily('The people who work in the queue.', () =>
    import('./commands/users.js').then((module) => module.users),
  ),
};
