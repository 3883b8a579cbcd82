/**
 * What a folded word may open, as bits. A finder whose bit is not set finds nothing at the word, whatever stands around it: most words of a
 * text are passed over by one look.
 */
export const GATE = {
  /** A type word of a settlement, street, landmark, municipality or district. */
  typed: 1,
  /** A street without a type word and without a capital, by its form. */
  streetForm: 2,
  /** The form of a street of config/places or a pack. */
  listedStreet: 4,
  /** The form of an adjective or of the people of a territory. */
  kin: 8,
  /** The form of a territory's name. */
  name: 16,
  /** The noun of a street of two words: «Красный Путь». */
  streetNoun: 32,
  /** Stands before a street that nothing but a capital tells: «на», «с», «адрес», «дома». */
  streetLead: 64,
  /** Stands before a village that only its form tells: «в», «до». */
  villageLead: 128,
} as const;
export const everyGate = 255;
