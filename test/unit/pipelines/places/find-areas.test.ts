import { describe, expect, it } from 'vitest';
import { createLocator } from '../../../../pipelines/places/locator.js';
import { shippedFiles } from './config-files.js';

const { locator } = createLocator({ files: shippedFiles('places') });
const yakutia = '98000000';
const tuva = '93000000';
const buryatia = '81000000';

describe('districts of republics', () => {
  it.each([
    ['В Намском улусе нет дороги', yakutia, 'Намский улус'],
    ['жители Мегино-Кангаласского улуса просят мост', yakutia, 'Мегино-Кангаласский улус'],
    ['Хомустахский наслег Намского улуса без света', yakutia, 'Намский улус'],
    ['в Тункинском аймаке закрыли школу', buryatia, 'Тункинский аймак'],
    ['Окинский хошун, дорога размыта', buryatia, 'Окинский хошун'],
    ['в Усть Алданском улусе паводок', yakutia, 'Усть-Алданский улус'],
  ])('«%s»', (text, home, municipality) => {
    const place = locator.locate(text, { territory: home });
    expect(place).toMatchObject({ municipality, settlement: null, precision: 'municipality' });
    expect(place.named).toContain('municipality');
  });

  it('takes the listed district whichever noun is written beside its name', () => {
    const listed = locator.locate('Вилюйский улус, с. Тасагар: нет воды', { territory: yakutia });
    expect(listed).toMatchObject({ municipality: 'Вилюйский улус', settlement: 'Тасагар' });
    expect(locator.locate('в Вилюйском районе нет воды', { territory: yakutia }).municipality).toBe('Вилюйский улус');
    expect(locator.locate('Улуг-Хемский кожуун без света', { territory: tuva }).municipality).toBe(
      'Улуг-Хемский район',
    );
  });

  it.each(['в нашем улусе нет дороги', 'улус большой, дорог мало', 'аймак какой-то, а не улица'])(
    'finds none in «%s»',
    (text) => {
      const place = locator.locate(text, { territory: yakutia });
      expect(place).toMatchObject({ municipality: null, settlement: null, street: null });
    },
  );
});
