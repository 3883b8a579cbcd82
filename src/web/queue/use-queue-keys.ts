import { useEffect, useRef } from 'react';

export interface QueueKeys {
  next: () => void;
  previous: () => void;
  search: () => void;
  escape: () => void;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
    target.closest('[role="dialog"],[role="menu"],[role="listbox"]') !== null);

/** J, K and «/» by their place on the keyboard, so that they work in the Russian layout too; arrows only inside the list. */
export function useQueueKeys(keys: QueueKeys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target)) return;
      const inList = event.target instanceof HTMLElement && event.target.closest('[data-queue-list]') !== null;
      const run = (action: () => void) => {
        event.preventDefault();
        action();
      };
      if (event.code === 'KeyJ' || (event.key === 'ArrowDown' && inList)) run(current.current.next);
      else if (event.code === 'KeyK' || (event.key === 'ArrowUp' && inList)) run(current.current.previous);
      else if (event.key === '/' || (event.code === 'Slash' && !event.shiftKey)) run(current.current.search);
      else if (event.key === 'Escape') current.current.escape();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
