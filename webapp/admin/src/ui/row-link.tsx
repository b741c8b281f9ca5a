import { createLink } from '@tanstack/react-router';
import { type ComponentProps, forwardRef } from 'react';
import css from './data-table.module.css';

const Anchor = forwardRef<HTMLAnchorElement, ComponentProps<'a'>>(function Anchor(props, ref) {
  return <a ref={ref} {...props} className={css.rowLink} />;
});

/** A typed link that covers its whole row or card; put it around the row's name. */
export const RowLink = createLink(Anchor);
