import { MediaByIdDocument, MediaUploadCreateDocument, type PictureFragment } from '../generated/gql/graphql';
import { act, ask } from '../session/api';

export const pictureTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

/** Why a picture was not taken; the words are the reader's to choose. */
export class UploadRefused extends Error {
  constructor(
    readonly reason: 'type' | 'size' | 'refused',
    message = '',
  ) {
    super(message);
  }
}

/** Sends one picture; `onProgress` goes from 0 to 1. */
export async function upload(
  file: File,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<PictureFragment> {
  if (!pictureTypes.includes(file.type)) throw new UploadRefused('type');
  const { mediaUploadCreate: answer } = await act(MediaUploadCreateDocument, {});
  if (!answer.target) throw new UploadRefused('refused', answer.userErrors[0]?.message);
  if (file.size > answer.target.maxBytes) throw new UploadRefused('size');
  const { id } = await put(file, answer.target, onProgress, signal);
  const { node } = await ask(MediaByIdDocument, { id }, { signal });
  if (!node || !('altTranslations' in node)) throw new UploadRefused('refused');
  return node as PictureFragment;
}

/** XMLHttpRequest, since fetch cannot tell how much was sent. */
function put(
  file: File,
  target: { url: string; authorization: string },
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<{ id: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', target.url);
    request.setRequestHeader('Authorization', target.authorization);
    request.setRequestHeader('Content-Type', file.type);
    request.responseType = 'json';
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onload = () => {
      const answer = request.response as { id?: string; message?: string } | null;
      if (request.status < 300 && answer?.id) resolve({ id: answer.id });
      else reject(new UploadRefused('refused', answer?.message));
    };
    request.onerror = () => reject(Object.assign(new Error('no answer'), { code: 'NETWORK' }));
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
