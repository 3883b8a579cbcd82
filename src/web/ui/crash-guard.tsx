import { Component, type ReactNode } from 'react';
import { useI18n } from '../i18n/i18n.js';
import { StateBlock } from './state-block.js';

function Crashed() {
  const { t } = useI18n();
  return (
    <StateBlock
      tone="danger"
      title={t('error.title')}
      hint={t('error.crash')}
      action={{ label: t('app.reload'), run: () => location.reload() }}
    />
  );
}

/** Catches what a component throws, so that a fault shows a sentence in place of a blank page. */
export class CrashGuard extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Crashed /> : this.props.children;
  }
}
