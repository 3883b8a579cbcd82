/** Entries of the lists that are wrong themselves, with the reason; they are left out of the recall by name. */
export const listErrors: readonly { list: string; name: string; region: string; why: string }[] = [
  {
    list: 'nelsoneax',
    name: 'Красногвардейское',
    region: 'Белгородская область',
    why: 'the town has been called Бирюч again since 2007',
  },
  {
    list: 'nelsoneax',
    name: 'Санкт петербург',
    region: 'Ленинградская область',
    why: 'Saint Petersburg is a region of its own',
  },
  {
    list: 'romashkoyp',
    name: 'грозную',
    region: 'Чеченская Республика',
    why: 'the town is masculine: «Грозный», «в Грозный»',
  },
];
