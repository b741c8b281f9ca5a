import { ActionIcon, Badge, Button, Menu, Paper, Skeleton, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import {
  CategoriesDocument,
  CategoryDeleteDocument,
  type CategoryNodeFragment,
  CategoryUpsertDocument,
} from '../generated/gql/graphql';
import { useT } from '../i18n/i18n';
import { act, query, queryClient } from '../session/api';
import { faultText } from '../session/fault';
import { Allowed } from '../shell/allowed';
import { useViewer } from '../shell/viewer';
import { Confirm } from '../ui/confirm';
import { Icon } from '../ui/icons';
import { say, warn } from '../ui/notice';
import { Page } from '../ui/page';
import { ErrorState, Nothing } from '../ui/states';
import css from './categories-screen.module.css';
import { CategoryDialog } from './category-dialog';
import { branches, family, flat, type Twig } from './category-tree';

type Dialog = { category?: CategoryNodeFragment; parentId: string | null };
type Over = { id: string; where: 'into' | 'before' };

/** The tree of categories: dragged, or moved by the menu of each line. */
export function CategoriesScreen() {
  const t = useT();
  return (
    <Allowed to={['CATALOG_READ']} title={t('nav.categories')}>
      <Categories />
    </Allowed>
  );
}

function Categories() {
  const t = useT();
  const { can } = useViewer();
  const { data, error, refetch } = useQuery(query('categories', CategoriesDocument, {}));
  const [dialog, setDialog] = useState<Dialog>();
  const [doomed, setDoomed] = useState<CategoryNodeFragment>();
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<Over>();
  const tree = branches(data);
  const twigs = flat(tree);
  const mayWrite = can('CATALOG_WRITE');
  const readAgain = () => queryClient.invalidateQueries({ queryKey: ['categories'] });

  /** Writes the new places of everything that stands at the same place, in order. */
  const place = async (ids: readonly string[], parentId: string | null) => {
    try {
      for (const [position, id] of ids.entries()) {
        const category = twigs.find((twig) => twig.category.id === id)?.category;
        if (!category || (category.position === position && (category.parent?.id ?? null) === parentId)) continue;
        const { categoryUpsert: answer } = await act(CategoryUpsertDocument, { input: { id, parentId, position } });
        const refusal = answer.userErrors[0];
        if (refusal) {
          warn(category.name, refusal.message);
          break;
        }
      }
    } catch (fault) {
      const { title, hint } = faultText(fault);
      warn(t(title), t(hint));
    }
    await readAgain();
  };
  const shift = (twig: Twig, by: number) => {
    const ids = [...twig.siblings];
    const at = ids.indexOf(twig.category.id);
    ids.splice(at, 1);
    ids.splice(at + by, 0, twig.category.id);
    void place(ids, twig.parentId);
  };
  const drop = (target: Twig) => {
    const id = dragged;
    const where = over?.where;
    setDragged(undefined);
    setOver(undefined);
    if (!id || !where || family(tree, id).has(target.category.id)) return;
    const into = where === 'into' ? target.category.id : target.parentId;
    const siblings = twigs
      .filter((twig) => twig.parentId === into && twig.category.id !== id)
      .map((twig) => twig.category.id);
    const at = where === 'into' ? siblings.length : siblings.indexOf(target.category.id);
    siblings.splice(at, 0, id);
    void place(siblings, into);
  };

  const add = mayWrite && (
    <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setDialog({ parentId: null })}>
      {t('category.add')}
    </Button>
  );

  return (
    <Page title={t('nav.categories')} actions={add} narrow>
      <Paper withBorder>
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton height={240} />
        ) : twigs.length === 0 ? (
          <Nothing icon="tree" title={t('category.none')} text={t('category.noneHint')}>
            {add}
          </Nothing>
        ) : (
          <ul className={css.tree} aria-label={t('nav.categories')}>
            {twigs.map((twig) => {
              const { category, siblings } = twig;
              const at = siblings.indexOf(category.id);
              return (
                <li
                  key={category.id}
                  className={css.twig}
                  style={{ '--depth': twig.depth } as React.CSSProperties}
                  data-over={over?.id === category.id && dragged !== category.id ? over.where : undefined}
                  draggable={mayWrite}
                  onDragStart={() => setDragged(category.id)}
                  onDragEnd={() => {
                    setDragged(undefined);
                    setOver(undefined);
                  }}
                  onDragOver={(event) => {
                    event.preventDefault();
                    const box = event.currentTarget.getBoundingClientRect();
                    setOver({ id: category.id, where: event.clientY < box.top + box.height / 3 ? 'before' : 'into' });
                  }}
                  onDrop={(event) => {
                    event.preventDefault();
                    drop(twig);
                  }}
                >
                  <UnstyledButton
                    className={css.name}
                    onClick={() => setDialog({ category, parentId: twig.parentId })}
                    disabled={!mayWrite}
                  >
                    <Text fw={twig.depth === 0 ? 600 : 400}>{category.name}</Text>
                    <Text size="xs" c="dimmed">
                      /{category.slug}
                    </Text>
                  </UnstyledButton>
                  {!category.isVisible && <Badge color="gray">{t('category.hidden')}</Badge>}
                  <Text
                    size="sm"
                    c="dimmed"
                    td="underline"
                    renderRoot={(props) => <Link to="/products" search={{ category: category.id }} {...props} />}
                  >
                    {t('category.products', { count: category.productCount })}
                  </Text>
                  {mayWrite && (
                    <Menu position="bottom-end">
                      <Menu.Target>
                        <ActionIcon
                          variant="subtle"
                          color="gray"
                          size="lg"
                          aria-label={t('category.menu', { name: category.name })}
                        >
                          <Icon name="dots" />
                        </ActionIcon>
                      </Menu.Target>
                      <Menu.Dropdown>
                        <Menu.Item
                          onClick={() => setDialog({ category, parentId: twig.parentId })}
                          leftSection={<Icon name="edit" size={18} />}
                        >
                          {t('category.edit')}
                        </Menu.Item>
                        <Menu.Item
                          onClick={() => setDialog({ parentId: category.id })}
                          leftSection={<Icon name="plus" size={18} />}
                        >
                          {t('category.addBelow')}
                        </Menu.Item>
                        <Menu.Item
                          disabled={at === 0}
                          onClick={() => shift(twig, -1)}
                          leftSection={<Icon name="chevronUp" size={18} />}
                        >
                          {t('category.up')}
                        </Menu.Item>
                        <Menu.Item
                          disabled={at === siblings.length - 1}
                          onClick={() => shift(twig, 1)}
                          leftSection={<Icon name="chevronDown" size={18} />}
                        >
                          {t('category.down')}
                        </Menu.Item>
                        <Menu.Divider />
                        <Menu.Item
                          c="var(--mantine-color-error)"
                          onClick={() => setDoomed(category)}
                          leftSection={<Icon name="trash" size={18} />}
                        >
                          {t('category.delete')}
                        </Menu.Item>
                      </Menu.Dropdown>
                    </Menu>
                  )}
                </li>
              );
            })}
          </ul>
        )}
      </Paper>
      {dialog && (
        <CategoryDialog
          category={dialog.category}
          parentId={dialog.parentId}
          tree={tree}
          onClose={() => setDialog(undefined)}
          onSaved={() => {
            setDialog(undefined);
            void readAgain();
          }}
        />
      )}
      <Confirm
        opened={doomed !== undefined}
        onClose={() => setDoomed(undefined)}
        title={t('category.deleteTitle', { name: doomed?.name ?? '' })}
        action={t('category.delete')}
        isDangerous
        onConfirm={async () => {
          if (!doomed) return;
          try {
            const { categoryDelete: answer } = await act(CategoryDeleteDocument, { input: { id: doomed.id } });
            const refusal = answer.userErrors[0];
            if (refusal) warn(doomed.name, refusal.message);
            else say(t('category.deleted', { name: doomed.name }));
          } catch (fault) {
            const { title, hint } = faultText(fault);
            warn(t(title), t(hint));
          }
          setDoomed(undefined);
          await readAgain();
        }}
      >
        {t('category.deleteText')}
      </Confirm>
    </Page>
  );
}
