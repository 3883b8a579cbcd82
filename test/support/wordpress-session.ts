/** A person at the forms of a WordPress, and at its REST API with the same cookies. */

import { textOf } from '../../crawlers/parse/text.js';
import { attribute, byName, type Element, find, findAll, parseTree } from '../../crawlers/parse/tree.js';

const USER = 'redaktor';
const PASSWORD = 'test-Parol-2026-dlinnyj';

export interface VisitorComment {
  post: number;
  /** 0: an answer to the article. */
  parent: number;
  author: string;
  email: string;
  text: string;
}

/** Addresses made of words, the newest page of comments first; or of numbers as the engine comes, the oldest page first. */
export type Addresses = 'pretty' | 'plain';

export interface WordPressSession {
  /** Installs and sets up the site; returns the version that runs. */
  install(title: string, addresses: Addresses): Promise<string>;
  /** Calls the REST API as the administrator, path below wp/v2/. @throws Error with the answer when it refuses */
  call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Record<string, unknown>>;
  /** Sends the form below an article as somebody who is not signed in; returns the number of the comment. */
  comment(fields: VisitorComment): Promise<number>;
  /** Presses «Activate» of a theme. */
  activate(theme: string): Promise<void>;
}

/** Fields of a form as a browser would send them without a click. */
function fieldsOf(form: Element): URLSearchParams {
  const fields = new URLSearchParams();
  for (const input of findAll(form, byName('input', 'textarea', 'select'))) {
    const name = attribute(input, 'name');
    if (name === null || input.attributes.disabled !== undefined) continue;
    const type = input.attributes.type ?? 'text';
    if ((type === 'checkbox' || type === 'radio') && input.attributes.checked === undefined) continue;
    if (type === 'button' || type === 'reset') continue;
    if (input.name === 'select') {
      const options = findAll(input, byName('option'));
      const chosen = options.find((option) => option.attributes.selected !== undefined) ?? options[0];
      fields.append(name, chosen?.attributes.value ?? '');
    } else if (input.name === 'textarea') fields.append(name, textOf(input));
    else fields.append(name, input.attributes.value ?? '');
  }
  return fields;
}

/** A session that is not signed in yet. */
export function createSession(origin: string): WordPressSession {
  const cookies = new Map<string, string>();
  let nonce = '';

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(path, origin), {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string>), ...(cookie === '' ? {} : { cookie }) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  }

  async function send(path: string, fields: URLSearchParams | Record<string, string>): Promise<Response> {
    const answer = await ask(path, { method: 'POST', body: new URLSearchParams(fields) });
    if (answer.status >= 400) throw new Error(`WordPress refused ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  /** Opens a page, changes fields of its form and sends it; null unticks. */
  async function fillForm(path: string, changes: Record<string, string | null>): Promise<void> {
    const tree = parseTree(await (await ask(path)).text());
    const form = findAll(tree, byName('form')).find((each) =>
      find(each, (field) => field.attributes.name === '_wpnonce'),
    );
    if (form === undefined) throw new Error(`WordPress shows no form on ${path}`);
    const fields = fieldsOf(form);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) fields.delete(name);
      else fields.set(name, value);
    }
    await send(new URL(attribute(form, 'action') ?? path, new URL(path, origin)).href, fields);
  }

  async function call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const answer = await ask(`/?rest_route=/wp/v2/${path.replace('?', '&')}`, {
      method,
      headers: { 'content-type': 'application/json', 'x-wp-nonce': nonce },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`WordPress refused ${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
    return JSON.parse(text) as Record<string, unknown>;
  }

  return {
    async install(title, addresses) {
      await send('/wp-admin/install.php?step=2', {
        weblog_title: title,
        user_name: USER,
        admin_password: PASSWORD,
        admin_password2: PASSWORD,
        pw_weak: 'on',
        admin_email: 'redaktor@example.org',
        blog_public: '1',
        language: 'ru_RU',
      });
      await ask('/wp-login.php');
      await send('/wp-login.php', { log: USER, pwd: PASSWORD, testcookie: '1', 'wp-submit': 'in' });
      const structure = addresses === 'pretty' ? '/%postname%/' : '';
      await fillForm('/wp-admin/options-permalink.php', { selection: structure, permalink_structure: structure });
      await fillForm('/wp-admin/options-discussion.php', {
        comment_moderation: null,
        comment_previously_approved: null,
        thread_comments: '1',
        thread_comments_depth: '5',
        page_comments: '1',
        comments_per_page: '10',
        default_comments_page: addresses === 'pretty' ? 'newest' : 'oldest',
        comment_order: 'asc',
        show_avatars: '1',
      });
      nonce = await (await ask('/wp-admin/admin-ajax.php?action=rest-nonce')).text();
      await call('POST', 'settings', { timezone: 'Asia/Yekaterinburg', language: 'ru_RU' });
      await call('DELETE', 'posts/1?force=true');
      await call('DELETE', 'pages/2?force=true');
      const feed = await (await ask('/?feed=rss2')).text();
      return /<generator>\S+?v=([\d.]+)/.exec(feed)?.[1] ?? 'unknown';
    },
    call,
    async comment({ post, parent, author, email, text }) {
      const fields = { comment_post_ID: String(post), comment_parent: String(parent), author, email, comment: text };
      const answer = await fetch(new URL('/wp-comments-post.php', origin), {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(fields),
      });
      const id = /#comment-(\d+)/.exec(answer.headers.get('location') ?? '')?.[1];
      if (id === undefined) throw new Error(`WordPress took no comment: ${answer.status} ${await answer.text()}`);
      return Number(id);
    },
    async activate(theme) {
      const page = await (await ask('/wp-admin/themes.php')).text();
      const link = new RegExp(`themes\\.php\\?action=activate[^"']*stylesheet=${theme}[^"']*`).exec(page)?.[0];
      if (link === undefined) return; // it is the one in use
      await ask(`/wp-admin/${link.replaceAll('&amp;', '&').replaceAll('\\/', '/')}`);
    },
  };
}
