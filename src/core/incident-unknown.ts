import { AppError } from './errors.js';

/** That there is no such incident, or none for who asks: both sound alike, so that nobody learns what lies outside their territories and bodies. */
export function incidentUnknown(id: string): AppError {
  return new AppError('E_NOT_FOUND', `there is no incident ${id}`, { reason: { key: 'incident-unknown', params: {} } });
}
