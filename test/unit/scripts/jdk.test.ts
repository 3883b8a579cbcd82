import { describe, expect, it } from 'vitest';
import { chooseJdk, parseJavaVersion } from '../../../scripts/lib/jdk.mjs';
import { findApt, findAptError, parseJavaCandidate } from '../../../scripts/lib/packages.mjs';

describe('the version of a JDK', () => {
  it.each([
    ['25.0.3', 25],
    ['21', 21],
    ['21.0.4+7-LTS', 21],
    ['1.8.0_392', 8],
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['java version "1.8.0_202"\nJava(TM) SE', 8],
    ['22-ea', 22],
    ['nonsense', 0],
    ['', 0],
  ])('in %j is %i', (text, version) => {
    expect(parseJavaVersion(text)).toBe(version);
  });
});

describe('the choice of a JDK', () => {
  const jdk = (home: string, version: number, from = 'folder') => ({ home, version, from });

  it('prefers JAVA_HOME, then PATH, then the newest tested version', () => {
    const all = [jdk('/jvm/21', 21), jdk('/jvm/25', 25), jdk('/path', 23, 'PATH'), jdk('/home', 22, 'JAVA_HOME')];
    expect(chooseJdk(all)?.home).toBe('/home');
    expect(chooseJdk(all.slice(0, 3))?.home).toBe('/path');
    expect(chooseJdk(all.slice(0, 2))?.home).toBe('/jvm/25');
  });

  it('passes over one that is too old, wherever it is named', () => {
    expect(chooseJdk([jdk('/home', 17, 'JAVA_HOME'), jdk('/path', 17, 'PATH'), jdk('/jvm/21', 21)])?.home).toBe(
      '/jvm/21',
    );
    expect(chooseJdk([jdk('/path', 17, 'PATH')])).toBeNull();
  });

  it('takes one newer than those tested only when there is no other', () => {
    expect(chooseJdk([jdk('/jvm/28', 28), jdk('/jvm/27', 27), jdk('/jvm/21', 21)])?.home).toBe('/jvm/21');
    expect(chooseJdk([jdk('/jvm/28', 28), jdk('/jvm/27', 27)])?.home).toBe('/jvm/27');
  });
});

describe('installing with apt', () => {
  it.each([
    ['default-jdk-headless:\n  Candidate: 2:1.21-75\n', 21],
    ['default-jdk-headless:\n  Candidate: 2:1.17-74\n', 17],
    ['openjdk-21-jdk-headless:\n  Candidate: 21.0.8+9-1\n', 21],
    ['openjdk-25-jdk-headless:\n  Candidate: (none)\n', 0],
    ['', 0],
  ])('reads the version on offer', (output, version) => {
    expect(parseJavaCandidate(output)).toBe(version);
  });

  it('is done as root, or through sudo without a password, or not at all', async () => {
    const find = (name: string) => `/usr/bin/${name}`;
    const sudo = (code: number) => async () => ({ code, stdout: '', stderr: '' });
    expect(await findApt({ isRoot: true, find })).toEqual([]);
    expect(await findApt({ isRoot: false, find, run: sudo(0) })).toEqual(['sudo', '-n']);
    expect(await findApt({ isRoot: false, find, run: sudo(1) })).toBeNull();
    expect(await findApt({ isRoot: true, find: () => null })).toBeNull();
  });

  it('quotes the line in which apt says what went wrong', () => {
    expect(findAptError('Reading…\nE: Unable to locate package x\nmore')).toBe('E: Unable to locate package x');
    expect(findAptError('fine')).toBe('');
  });
});
