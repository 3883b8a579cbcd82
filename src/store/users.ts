import type { UserStore } from '../core/ports.js';
import type { User } from '../core/user.js';
import type { Connection } from './connection.js';
import { date, flag, type IndexDefinition, keyword } from './fields.js';

/** People who work in the queue. Id: the login. */
export const usersIndex: IndexDefinition = {
  name: 'users',
  refreshInterval: '1s',
  fields: {
    login: keyword,
    name: keyword,
    role: keyword,
    passwordHash: { type: 'keyword', index: false, doc_values: false },
    mustChangePassword: flag,
    territories: keyword,
    executors: keyword,
    disabled: flag,
    createdAt: date,
  },
};

/** `get` reads in real time; `put` waits until `list`, ordered by login, shows it. */
export function createUserStore(connection: Connection): UserStore {
  const index = connection.index(usersIndex.name);
  return {
    get: (login) => connection.get<User>(usersIndex.name, login),
    put: (user) =>
      connection.putAll('writing a user', [{ action: 'index', index, id: user.login, document: user }], {
        refresh: 'wait_for',
      }),
    async list() {
      const users: User[] = [];
      for await (const user of connection.walk<User>('listing users', usersIndex.name, { match_all: {} }, 'login')) {
        users.push(user);
      }
      return users;
    },
  };
}
