import { describe, expect, it } from 'vitest';
import { canOthersEnter, chooseFolders } from '../../../scripts/lib/folders.mjs';

describe('folders of the services', () => {
  const base = { home: '/home/anna', isRoot: false, isOpen: () => true };

  it('are below the home folder by default', () => {
    expect(chooseFolders({ ...base, env: {} })).toEqual({
      cache: '/home/anna/.cache/otklik',
      data: '/home/anna/.local/state/otklik',
    });
  });

  it('follow the XDG variables, and the own variables before those', () => {
    const env = { XDG_CACHE_HOME: '/x/cache', XDG_STATE_HOME: '/x/state' };
    expect(chooseFolders({ ...base, env })).toEqual({ cache: '/x/cache/otklik', data: '/x/state/otklik' });
    expect(chooseFolders({ ...base, env: { ...env, OTKLIK_CACHE_DIR: '/o/c', OTKLIK_DATA_DIR: '/o/d' } })).toEqual({
      cache: '/o/c',
      data: '/o/d',
    });
  });

  it('are in /var for root whose home is closed to the service user, each one by itself', () => {
    const isOpen = (path: string) => !path.startsWith('/root');
    const env = { XDG_CACHE_HOME: '/open/cache' };
    expect(chooseFolders({ home: '/root', isRoot: true, isOpen, env: {} })).toEqual({
      cache: '/var/cache/otklik',
      data: '/var/lib/otklik',
    });
    expect(chooseFolders({ home: '/root', isRoot: true, isOpen, env })).toEqual({
      cache: '/open/cache/otklik',
      data: '/var/lib/otklik',
    });
  });

  it('stay below a closed home for an ordinary user, who runs the services as himself', () => {
    expect(chooseFolders({ ...base, isOpen: () => false, env: {} }).data).toBe('/home/anna/.local/state/otklik');
  });

  it('are refused, by name, when a variable points root to a closed folder', () => {
    expect(() =>
      chooseFolders({ home: '/root', isRoot: true, isOpen: () => false, env: { OTKLIK_DATA_DIR: '/root/d' } }),
    ).toThrow(/OTKLIK_DATA_DIR=\/root\/d cannot be used[\s\S]*What to do/);
  });

  it('count as open only when every existing folder on the way may be entered by others', () => {
    const modes: Record<string, number> = { '/': 0o755, '/a': 0o750, '/b': 0o711, '/b/c': 0o755 };
    const statMode = (path: string) => modes[path];
    expect(canOthersEnter('/a/new', statMode)).toBe(false);
    expect(canOthersEnter('/b/c/not/there/yet', statMode)).toBe(true);
  });
});
