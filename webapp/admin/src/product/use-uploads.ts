import { useRef, useState } from 'react';
import type { PictureFragment } from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { faultText } from '../session/fault';
import { UploadRefused, upload } from './upload';

export type Upload = { key: number; name: string; done: number; refusal?: string };

let lastKey = 0;

/** Pictures on their way, one after the other, so that they arrive in the order in which they were dropped. */
export function useUploads(onPicture: (picture: PictureFragment) => void) {
  const t = useT();
  const [uploads, setUploads] = useState<Upload[]>([]);
  const line = useRef(Promise.resolve());
  const stops = useRef(new Map<number, AbortController>());
  const patch = (key: number, part: Partial<Upload>) =>
    setUploads((now) => now.map((each) => (each.key === key ? { ...each, ...part } : each)));
  const remove = (key: number) => {
    stops.current.get(key)?.abort();
    stops.current.delete(key);
    setUploads((now) => now.filter((each) => each.key !== key));
  };

  const one = async (key: number, file: File, signal: AbortSignal) => {
    if (signal.aborted) return;
    try {
      onPicture(await upload(file, (done) => patch(key, { done }), signal));
      remove(key);
    } catch (error) {
      if (signal.aborted) return;
      patch(key, {
        refusal:
          error instanceof UploadRefused ? error.message || t(`upload.${error.reason}`) : t(faultText(error).title),
      });
    }
  };

  return {
    uploads,
    remove,
    add(files: Iterable<File>) {
      for (const file of files) {
        const key = ++lastKey;
        const stop = new AbortController();
        stops.current.set(key, stop);
        setUploads((now) => [...now, { key, name: file.name, done: 0 }]);
        line.current = line.current.then(() => one(key, file, stop.signal));
      }
    },
  };
}
