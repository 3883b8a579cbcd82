/** Functions that a test has run inside a page; each stands alone, because only its text is sent there. */

/** Says in the console what the content security policy refused. */
export function reportPolicy() {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`policy ${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`);
  });
}

/** Waits for everything that fades or slides to its end; what turns for ever is left alone. */
export async function settleAnimations() {
  const passing = document
    .getAnimations()
    .filter((animation) => animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
  await Promise.all(passing.map((animation) => animation.finished.catch(() => undefined)));
}

/** Violations found by axe-core, which must be loaded: one line each, with the elements. */
export async function runAxe() {
  const { violations } = await globalThis.axe.run();
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary.slice(0, 220)})`);
    return `${id}: ${help} at ${places.join('; ')}`;
  });
}

export function scrollsSideways() {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth;
}

/** Elements that a text put there could have made: scripts of no file, handlers, frames, pictures. */
export function foreignElements() {
  const found = [
    ...document.body.querySelectorAll('script:not([src]),iframe,object,embed,img,[onerror],[onload],[onclick]'),
  ];
  return found.map((element) => element.outerHTML.slice(0, 200));
}

/** Whether the focus stands on something visible of the page. */
export function focusedRowId() {
  return document.activeElement?.getAttribute('data-row-link') ?? null;
}

/** Row ids with their distance from the top of the window, px, in order. */
export function rowPositions() {
  return [...document.querySelectorAll('[data-row-link]')]
    .map((link) => [link.getAttribute('data-row-link'), Math.round(link.getBoundingClientRect().top)])
    .sort((one, other) => one[1] - other[1]);
}
