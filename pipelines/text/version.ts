/**
 * Revision of everything this folder computes: cleaning, tokens, stems, masks and signatures. Stored with every verdict; a change of any
 * result needs a new one, and stored signatures of another revision are made again.
 */
export const textRevision = '3';
