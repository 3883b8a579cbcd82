import { existsSync } from 'node:fs';
import type { Env } from '../config/env.js';

/** Where systems put Chromium and Chrome. */
const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser for sources whose pages need one: what OTKLIK_CHROMIUM names, else the first that is found; nothing where there is none. */
export function chromiumOf(env: Pick<Env, 'OTKLIK_CHROMIUM'>): { chromium?: string } {
  const path = env.OTKLIK_CHROMIUM ?? usualPlaces.find((place) => existsSync(place));
  return path === undefined ? {} : { chromium: path };
}
