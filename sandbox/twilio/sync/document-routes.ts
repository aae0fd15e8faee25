import { type Context, Hono } from 'hono';
import type { Cloud } from '../cloud.ts';
import { type Form, type FormTable, readForm } from '../form.ts';
import { sizeOf } from '../json.ts';
import { pageAnswer } from '../wire.ts';
import { findObject, requireObject, syncChanged } from './collections.ts';
import type { SyncDocument, SyncService } from './entities.ts';
import { formatDocument, servicePath } from './formatters.ts';
import { serviceOf } from './request.ts';
import {
  changeValue,
  checkName,
  checkRevision,
  expiryOf,
  living,
  nameTaken,
  newValue,
  noParameters,
  spendCreation,
  spendRead,
  spendWrite,
} from './values.ts';

const forms = {
  create: { UniqueName: {}, Data: { object: true }, Ttl: { integer: true } },
  update: { Data: { object: true }, Ttl: { integer: true } },
} as const satisfies Record<string, FormTable>;

/** Twilio names this code and 20412 for a stale `If-Match`; which one comes is not documented, the status 412 is. */
const STALE = 54103;

export function documentRoutes(cloud: Cloud): Hono {
  const routes = new Hono();

  routes.get('/Documents', (c) => {
    const service = serviceOf(cloud, c);
    return pageAnswer(c, {
      product: 'sync',
      path: `${servicePath(service)}/Documents`,
      key: 'documents',
      items: living(cloud, service.documents).map(([, one]) => one),
      identify: (one) => one.sid,
      format: (one) => formatDocument(cloud, service, one),
      maximum: 100,
    });
  });
  routes.post('/Documents', async (c) => {
    const service = serviceOf(cloud, c);
    const document = create(cloud, service, await readForm(c, forms.create));
    return answer(cloud, c, service, document, 201);
  });
  routes.get('/Documents/:document', (c) => {
    const service = serviceOf(cloud, c);
    const document = documentIn(cloud, c, service);
    spendRead(cloud, document.sid);
    return answer(cloud, c, service, document, 200);
  });
  routes.post('/Documents/:document', async (c) => {
    const service = serviceOf(cloud, c);
    const form = await readForm(c, forms.update);
    const document = documentIn(cloud, c, service);
    checkRevision(c, document, STALE);
    if (!form.has('Data') && !form.has('Ttl')) throw noParameters();
    spendWrite(cloud, document.sid, sizeOf(form.text('Data') ?? ''));
    changeValue(cloud, document, form.object('Data'), expiryOf(cloud, form, 'Ttl'));
    syncChanged(cloud, service);
    return answer(cloud, c, service, document, 200);
  });
  routes.delete('/Documents/:document', (c) => {
    const service = serviceOf(cloud, c);
    service.documents.delete(documentIn(cloud, c, service).sid);
    syncChanged(cloud, service);
    return c.body(null, 204);
  });
  return routes;
}

function documentIn(cloud: Cloud, c: Context, service: SyncService): SyncDocument {
  return requireObject(cloud, service.documents, c.req.param('document') ?? '');
}

function answer(cloud: Cloud, c: Context, service: SyncService, one: SyncDocument, status: 200 | 201): Response {
  return c.json(formatDocument(cloud, service, one), status, { ETag: one.revision });
}

function create(cloud: Cloud, service: SyncService, form: Form): SyncDocument {
  const uniqueName = form.text('UniqueName');
  checkName(uniqueName, 'UniqueName');
  spendCreation(cloud, service.sid);
  if (uniqueName !== undefined && findObject(cloud, service.documents, uniqueName) !== undefined) throw nameTaken();
  const document: SyncDocument = {
    sid: cloud.nextSid('ET'),
    uniqueName: uniqueName ?? null,
    ...newValue(cloud, form.object('Data') ?? {}, expiryOf(cloud, form, 'Ttl') ?? null),
  };
  service.documents.set(document.sid, document);
  syncChanged(cloud, service);
  return document;
}
