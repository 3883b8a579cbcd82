import { Loader } from '@mantine/core';
import classes from './full-loader.module.css';

/** Before anything is known of the session. */
export function FullLoader() {
  return (
    <div className={classes.box} role="status" aria-label="Otklik">
      <Loader size="sm" />
    </div>
  );
}
