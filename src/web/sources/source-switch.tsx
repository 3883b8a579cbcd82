import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSwitchSource } from '../api/queries.js';
import { useI18n } from '../i18n/i18n.js';
import { describeError } from '../lib/error-words.js';
import classes from './source-table.module.css';

const SHORTEST_REASON = 3;

/** Switches a source on at once, and off for a reason that everybody sees. */
export function SourceSwitch({ id, name, isOn }: { id: string; name: string; isOn: boolean }) {
  const { t } = useI18n();
  const { mutate, isPending, error } = useSwitchSource(id);
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  if (!isOn)
    return (
      <>
        <Button size="compact-xs" variant="default" loading={isPending} onClick={() => mutate(null)}>
          {t('sources.switchOn')}
        </Button>
        {error && <div className={classes.error}>{describeError(error, t)}</div>}
      </>
    );
  return (
    <Popover opened={isOpen} onChange={setOpen} width={280} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setOpen(true)}>
          {t('sources.switchOff')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            mutate(reason.trim(), { onSuccess: () => setOpen(false) });
          }}
        >
          <TextInput
            label={t('sources.offReason', { name })}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          {error && <div className={classes.error}>{describeError(error, t)}</div>}
          <Button type="submit" size="xs" mt="xs" loading={isPending} disabled={reason.trim().length < SHORTEST_REASON}>
            {t('sources.switchOff')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
