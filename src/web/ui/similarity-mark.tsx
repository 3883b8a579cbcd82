import { useI18n } from '../i18n/i18n.js';
import { formatNumber } from '../lib/dates.js';
import classes from './similarity-mark.module.css';

/** «≈ 0,87»: how near in meaning, as a cosine. */
export function SimilarityMark({ value }: { value: number }) {
  const { t, language } = useI18n();
  const words = t('similar.value', { value: formatNumber(value, language) });
  return (
    <span className={classes.mark} title={words} role="img" aria-label={words}>
      ≈&#8239;{formatNumber(value, language)}
    </span>
  );
}
