/** What is written to the NodeBB of a run: invented talk of a town, with what a guest is to see of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NodeBbSession } from './nodebb-session.js';
import type { RealNodeBb } from './real-nodebb.js';

export interface Said {
  pid: string;
  tid: string;
  /** As a reader sees it, the title of its topic above where it began one. */
  text: string;
  /** Null where the forum does not say who wrote it. */
  author: string | null;
  replyTo: string | null;
  writtenMs: number;
  isEdited: boolean;
}

export interface NodeBbTown {
  /** Number of each category by its name. */
  categories: Map<string, string>;
  /** All that a guest may see, oldest first. */
  said: Said[];
  change(): Promise<{ edited: Said; gone: Said; added: Said[]; goneTopic: Said[] }>;
}

interface Category {
  cid: number;
}
interface Topic {
  tid: string;
  mainPid: string;
  mainPost: { pid: number; timestamp: number };
}
interface Post {
  pid: number;
  tid: string;
  timestamp: number;
}

const MEMBERS = ['Жилец', 'Соседка', 'Дворник'] as const;
const MARKED = {
  markdown: [
    'Провалился **асфальт** у дома [Лесная, 12](http://map.example/lesnaya). Глубина > 30 см.',
    '> Завтра засыплем\n> щебнем',
    'Не засыпали:\n\n- яма первая;\n- яма «вторая» & третья.',
    '![вид сверху](http://photo.example/yama.jpg)',
  ].join('\n\n'),
  shown:
    'Провалился асфальт у дома Лесная, 12. Глубина > 30 см.\n\n> Завтра засыплем\n> щебнем\n\nНе засыпали:\n\nяма первая;\nяма «вторая» & третья.',
};

/** Fills a forum: categories, a board within one, one for members only and one that leads elsewhere; pages of topics, a topic of several pages. */
export async function fillTown(forum: RealNodeBb): Promise<NodeBbTown> {
  const { admin } = forum;
  await admin.emit('admin.config.setMultiple', {
    postDelay: '0',
    initialPostDelay: '0',
    newbiePostDelay: '0',
    minimumPostLength: '1',
    allowGuestHandles: '1',
    defaultLang: 'ru',
  });
  // Texts that it brings along.
  for (const cid of [1, 2, 3, 4]) await admin.emit('admin.categories.purge', cid);
  const categories = new Map<string, string>();
  const addCategory = async (name: string, fields: object = {}): Promise<string> => {
    const { cid } = await admin.emit<Category>('admin.categories.create', { name, ...fields });
    categories.set(name, String(cid));
    return String(cid);
  };
  const roads = await addCategory('Дороги');
  const pits = await addCategory('Ямы', { parentCid: roads });
  const talk = await addCategory('Разное & прочее');
  const closed = await addCategory('Для своих');
  const away = await addCategory('Приёмная');
  await admin.emit('admin.categories.update', { [away]: { link: 'http://elsewhere.example/' } });
  const rights = ['find', 'read', 'topics:read'].map((name) => `groups:${name}`);
  await admin.emit('admin.categories.setPrivilege', { cid: closed, privilege: rights, set: false, member: 'guests' });
  const writing = ['groups:topics:create', 'groups:topics:reply'];
  await admin.emit('admin.categories.setPrivilege', { cid: talk, privilege: writing, set: true, member: 'guests' });

  const sessions = new Map<string, NodeBbSession>();
  for (const [at, username] of MEMBERS.entries()) {
    const account = { username, password: 'test-Parol-2026-dlinnyj', email: `zhilec-${at}@example.org` };
    await admin.emit('admin.user.createUser', account);
    sessions.set(username, await forum.enter(username));
  }
  const guest = await forum.enter();
  const as = (author: string | null): NodeBbSession => sessions.get(author ?? '') ?? guest;
  const said: Said[] = [];
  const note = (one: Said): Said => {
    said.push(one);
    return one;
  };
  async function open(cid: string, author: string | null, title: string, content: string, shown = content) {
    const topic = await as(author).emit<Topic>('topics.post', {
      cid,
      title,
      content,
      tags: [],
      ...(sessions.has(author ?? '') ? {} : { handle: author ?? undefined }),
    });
    const { pid, timestamp } = topic.mainPost;
    const text = `${title}\n\n${shown}`;
    return note({
      pid: String(pid),
      tid: topic.tid,
      text,
      author,
      replyTo: null,
      writtenMs: timestamp,
      isEdited: false,
    });
  }
  async function answer(to: Said, author: string | null, content: string, { isDirect = false, shown = content } = {}) {
    const post = await as(author).emit<Post>('posts.reply', {
      tid: to.tid,
      content,
      ...(isDirect ? { toPid: to.pid } : {}),
      ...(sessions.has(author ?? '') ? {} : { handle: author ?? undefined }),
    });
    return note({
      pid: String(post.pid),
      tid: to.tid,
      text: shown,
      author,
      replyTo: isDirect ? to.pid : null,
      writtenMs: post.timestamp,
      isEdited: false,
    });
  }
  const forget = (one: Said): void => {
    said.splice(said.indexOf(one), 1);
  };
  const name = (n: number): string => MEMBERS[n % MEMBERS.length] as string;

  // More topics than a page of a category has.
  for (let n = 1; n <= 23; n++) await open(roads, name(n), `Улица № ${n} без света`, `Фонари не горят у дома ${n}.`);
  const rules = await open(roads, 'Дворник', 'Правила: «о дорогах»', 'Называйте улицу & дом.');
  await admin.emit('topics.pin', { tids: [rules.tid], cid: roads });
  // More posts than two pages of a topic have.
  const long = await open(pits, 'Жилец', 'Яма на Лесной', MARKED.markdown, MARKED.shown);
  for (let n = 1; n <= 44; n++) await answer(long, name(n), `Проехали мимо ямы ${n} раз.`);
  const direct = await answer(long, 'Соседка', 'Согласна с первым.', { isDirect: true });
  const free = await open(talk, 'Прохожий', 'Шумит стройка', 'Стройка шумит ночью.');
  // Between seconds: posts of one second stand in no order by their time, and the oldest of a page is not missed when it goes.
  await sleep(1_100);
  await answer(free, 'Соседка', 'У нас тоже шумит.');
  await sleep(1_100);
  await answer(free, 'Другой прохожий', 'И за рекой слышно.');
  await answer(free, null, 'Спать невозможно.');
  const edited = await answer(free, 'Жилец', 'Звонили в управу.');
  await as('Жилец').emit('posts.edit', { pid: edited.pid, content: 'Звонили в управу дважды.' });
  Object.assign(edited, { text: 'Звонили в управу дважды.', isEdited: true });
  const taken = await answer(free, 'Дворник', 'Это я написал зря.');
  await as('Дворник').emit('posts.delete', { pid: taken.pid, tid: taken.tid });
  forget(taken);
  const dropped = await open(talk, 'Дворник', 'Эту тему удалили', 'Её никто не увидит.');
  await admin.emit('topics.delete', { tids: [dropped.tid], cid: talk });
  forget(dropped);
  const locked = await open(talk, 'Соседка', 'Субботник прошёл', 'Спасибо всем.');
  await admin.emit('topics.lock', { tids: [locked.tid], cid: talk });
  const own = await open(closed, 'Жилец', 'Только для своих', 'Гости этого не видят.');
  forget(own);

  return {
    categories,
    said,
    async change() {
      const middle = said.find(({ text }) => text === 'Проехали мимо ямы 30 раз.');
      const gone = said.find(({ text }) => text === 'У нас тоже шумит.');
      const topic = said.filter(({ tid }) => tid === locked.tid);
      if (middle === undefined || gone === undefined) throw new Error('the town lacks posts');
      await as(middle.author).emit('posts.edit', { pid: middle.pid, content: 'Яму засыпали щебнем.' });
      Object.assign(middle, { text: 'Яму засыпали щебнем.', isEdited: true });
      await as(gone.author).emit('posts.delete', { pid: gone.pid, tid: gone.tid });
      await admin.emit('topics.delete', { tids: [locked.tid], cid: talk });
      const added = [
        await answer(direct, 'Дворник', 'Засыпали, проверьте.', { isDirect: true }),
        await answer(said[0] as Said, 'Жилец', 'Свет дали.'),
        await open(pits, 'Соседка', 'Новая яма у школы', 'Глубокая.'),
      ];
      for (const one of [gone, ...topic]) forget(one);
      return { edited: middle, gone, added, goneTopic: topic };
    },
  };
}
