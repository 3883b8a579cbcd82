import type { FastifyError, FastifyInstance } from 'fastify';
import { AppError, errorCodes, toAppError } from '../core/errors.js';
import type { ErrorReply } from '../core/http.js';
import type { Logger } from '../log.js';
import { badFieldsOf } from './bad-fields.js';

function isClientError(error: unknown): error is FastifyError {
  const status = (error as FastifyError).statusCode;
  return status !== undefined && status >= 400 && status < 500;
}

/** What Fastify and its plug-ins refuse, in the terms of the catalogue; anything else as it is. */
function caught(thrown: FastifyError): AppError {
  if (thrown.validation !== undefined) {
    const fields = thrown.validation.map(
      (issue) =>
        `${issue.instancePath.replaceAll('/', '.').slice(1) || thrown.validationContext || 'request'}: ${issue.message ?? 'invalid'}`,
    );
    return new AppError('E_INPUT_INVALID', fields.join('; '), {
      details: { fields },
      reason: { key: 'fields-invalid', params: { fields: thrown.validation.flatMap(badFieldsOf) } },
    });
  }
  if (thrown instanceof AppError || !isClientError(thrown)) return toAppError(thrown);
  if (thrown.statusCode === 429)
    return new AppError('E_TOO_MANY_REQUESTS', 'too many requests: wait a minute and try again', {
      reason: { key: 'too-many-requests', params: {} },
    });
  return new AppError(
    'E_INPUT_INVALID',
    thrown.message,
    thrown.statusCode === 413 ? { reason: { key: 'request-too-large', params: {} } } : {},
  );
}

/** The HTTP edge of the error catalogue: known errors tell their sentence, unknown ones only that they happened. */
export function handleErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((thrown: FastifyError, request, reply) => {
    const error = caught(thrown);
    const status =
      error.code === 'E_INPUT_INVALID' && isClientError(thrown)
        ? (thrown.statusCode ?? 400)
        : errorCodes[error.code].status;
    const requestId = request.id;
    if (status >= 500)
      log.error({ err: thrown, requestId, method: request.method, url: request.routeOptions.url }, 'request failed');
    const isHidden = error.code === 'E_INTERNAL';
    const body: ErrorReply = {
      error: {
        code: error.code,
        message: isHidden ? 'something went wrong on the server; it is in its log' : error.message,
        details: isHidden ? {} : error.details,
        reason: isHidden ? null : error.reason,
        requestId,
      },
    };
    return reply.status(status).send(body);
  });
  app.setNotFoundHandler({}, (request, reply) => {
    const message = `there is no ${request.method} ${request.url}`;
    const body: ErrorReply = {
      error: { code: 'E_NOT_FOUND', message, details: {}, reason: null, requestId: request.id },
    };
    return reply.status(404).send(body);
  });
}
