import type { FastifyError, FastifyInstance } from 'fastify';
import { AppError, errorCodes, toAppError } from '../core/errors.js';
import type { ErrorReply } from '../core/http.js';
import type { Logger } from '../log.js';

function isClientError(error: unknown): error is FastifyError {
  const status = (error as FastifyError).statusCode;
  return status !== undefined && status >= 400 && status < 500;
}

/** The HTTP edge of the error catalogue: known errors tell their sentence, unknown ones only that they happened. */
export function handleErrors(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((thrown: FastifyError, request, reply) => {
    let error: AppError;
    if (thrown.validation !== undefined) {
      const fields = thrown.validation.map(
        (issue) =>
          `${issue.instancePath.replaceAll('/', '.').slice(1) || thrown.validationContext || 'request'}: ${issue.message ?? 'invalid'}`,
      );
      error = new AppError('E_INPUT_INVALID', fields.join('; '), { details: { fields } });
    } else if (!(thrown instanceof AppError) && isClientError(thrown)) {
      const code = thrown.statusCode === 429 ? 'E_TOO_MANY_REQUESTS' : 'E_INPUT_INVALID';
      const message =
        code === 'E_TOO_MANY_REQUESTS' ? 'too many requests: wait a minute and try again' : thrown.message;
      error = new AppError(code, message);
    } else error = toAppError(thrown);
    const status =
      error.code === 'E_INPUT_INVALID' && isClientError(thrown)
        ? (thrown.statusCode ?? 400)
        : errorCodes[error.code].status;
    if (status >= 500)
      log.error({ err: thrown, method: request.method, url: request.routeOptions.url }, 'request failed');
    const isHidden = error.code === 'E_INTERNAL';
    const body: ErrorReply = {
      error: {
        code: error.code,
        message: isHidden ? 'something went wrong on the server; it is in its log' : error.message,
        details: isHidden ? {} : error.details,
      },
    };
    return reply.status(status).send(body);
  });
  app.setNotFoundHandler({}, (request, reply) => {
    const body: ErrorReply = {
      error: { code: 'E_NOT_FOUND', message: `there is no ${request.method} ${request.url}`, details: {} },
    };
    return reply.status(404).send(body);
  });
}
