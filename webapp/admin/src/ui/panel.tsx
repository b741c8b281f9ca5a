import { Group, Paper, type PaperProps, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

type PanelProps = { title?: ReactNode; actions?: ReactNode; children: ReactNode } & Omit<PaperProps, 'title'>;

/** One section of a page: a named region with a heading and, at its right, what can be done with it. */
export function Panel({ title, actions, children, ...rest }: PanelProps) {
  const id = useId();
  return (
    <Paper
      component="section"
      withBorder
      p={{ base: 'md', sm: 'lg' }}
      aria-labelledby={title ? id : undefined}
      {...rest}
    >
      {(title || actions) && (
        <Group justify="space-between" align="center" mb="md" gap="xs">
          {title && (
            <Title order={2} id={id}>
              {title}
            </Title>
          )}
          {actions}
        </Group>
      )}
      {children}
    </Paper>
  );
}
