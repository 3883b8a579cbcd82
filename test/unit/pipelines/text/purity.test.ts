import http from 'node:http';
import net from 'node:net';
import { expect, it } from 'vitest';

it('unit tests have no network, not even loopback', () => {
  expect(() => net.connect(6379, '127.0.0.1')).toThrow('network is blocked in unit tests: net.Socket.connect');
  expect(() => http.get('http://127.0.0.1:9200/')).toThrow('http.get http://127.0.0.1:9200/');
  expect(() => fetch('http://127.0.0.1/')).toThrow('fetch http://127.0.0.1/');
});
