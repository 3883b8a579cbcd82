import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanHtml } from '../../../crawlers/parse/html-scanner.js';
import { type Element, parseByLibrary, parseTree } from '../../../crawlers/parse/tree.js';

/** The tree without its ways up, to be compared. */
function outline(element: Element): unknown {
  return [
    element.name,
    element.attributes,
    element.children.map((child) => (typeof child === 'string' ? child : outline(child))),
  ];
}
const byLibrary = (html: string) => JSON.stringify(outline(parseByLibrary(html, false)));
const byScanner = (html: string) => JSON.stringify(outline(parseTree(html)));
const silent = { open() {}, text() {}, close() {} };

const PIECES =
  '<p>|</p>|<div class="a b">|</div>|<a href=x/>|<a href="?a=1&amp;b=2&copy=3">|</a>|<br>|<br/>|</br>|<img src=\'a"b\' alt>|<image>|<li>|</li>|<ul>|</ul>|<table>|<tr>|<td>|<th>|</tr>|</table>|<h1>|</h2>|<form>|</form>|<select>|<option>|<option selected/>|<input / >|<svg viewBox="0 0 1 1">|</svg>|<path d="M0"/>|<g / >|<g a=b/>|<foreignObject>|</foreignObject>|<desc/>|<math>|<mi>|</math>|<title>|</title>|<title>a &amp; b</TITLE>|<script>if (a < b && "</scr") {}</script >|<style>a > b</style>|<textarea>&lt;</textarea>|<iframe>|<!-- c -->|<!-->|<!--->|<!-- --!> -->|<!doctype html>|<!x>|<!-x>|<?php a ?>|<![CDATA[ x ]]>|</ p>|</>|</3>|< |<<|<3|&amp;|&amp|&|& |&nbsp;|&#39;|&#x41;|&#128;|&zwj;|&notit;|&unknown;|текст|  |\n|>|"|\'|=|<P CLASS=A class=b>|<x "y" =z>|<x a = "1"b=2>|<x a= >|<x __proto__=1 constructor>|<button>|<plaintext>|<noscript>|<dd>|<dt>|<body>|</body>|<x|<x a="'.split(
    '|',
  );

describe('the scanner of HTML', () => {
  it('builds the same tree as htmlparser2 from every recorded page', () => {
    const pages = readdirSync('test/fixtures', { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.html?$/.test(name),
    );
    expect(pages.length).toBeGreaterThan(0);
    for (const name of pages) {
      const html = readFileSync(join('test/fixtures', name), 'utf8');
      expect(byScanner(html), name).toBe(byLibrary(html));
    }
  });

  it('builds the same tree from any jumble of tags, references and damage', () => {
    let state = 1;
    const draw = (below: number) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    let isKnown = 0;
    for (let round = 0; round < 6_000; round++) {
      const html = Array.from({ length: 1 + draw(14) }, () => PIECES[draw(PIECES.length)]).join('');
      expect(byScanner(html), html).toBe(byLibrary(html));
      if (scanHtml(html, silent)) isKnown++;
    }
    // Most of it must be read by the scanner itself, or nothing has been compared.
    expect(isKnown).toBeGreaterThan(1_000);
  });

  it('leaves tags and comments without an end to htmlparser2', () => {
    for (const html of ['<p', '<p class="a', '<!-- a', '<script>a', '</p', '<p>a<![CDATA[b]]>', '<plaintext>a'])
      expect(scanHtml(html, silent), html).toBe(false);
  });
});
