import { Button, Group, NumberInput, Stack, Tabs, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useI18n } from '../i18n/i18n';
import css from './area-editor.module.css';
import { areaKm2, box, circle, faultOf, type Point, parsePoints, pointsText, tashkent } from './polygon';
import { ZoneMap } from './zone-map';

type AreaEditorProps = {
  points: Point[];
  others: readonly (readonly Point[])[];
  error: string | undefined;
  onChange: (points: Point[]) => void;
};

/** The corners of an area as text to edit and paste, helpers that make a circle or a box, and the shape beside them. */
export function AreaEditor({ points, others, error, onChange }: AreaEditorProps) {
  const { t, number } = useI18n();
  const [text, setText] = useState(() => pointsText(points));
  const parsed = parsePoints(text);
  const fault = faultOf(parsed ?? []);
  const apply = (next: Point[]) => {
    setText(pointsText(next));
    onChange(next);
  };
  return (
    <Stack gap="xs" role="group" aria-label={t('area.title')}>
      <Text size="sm" fw={600}>
        {t('area.title')}
      </Text>
      <div className={css.sides}>
        <Tabs defaultValue="circle" keepMounted={false}>
          <Tabs.List aria-label={t('area.how')}>
            <Tabs.Tab value="circle">{t('area.circle')}</Tabs.Tab>
            <Tabs.Tab value="box">{t('area.box')}</Tabs.Tab>
            <Tabs.Tab value="corners">{t('area.corners')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="circle" pt="sm">
            <Helper
              lengths={[t('area.radius')]}
              start={middle(points)}
              make={(centre, [radius = 0]) => circle(centre, radius)}
              onMake={apply}
            />
          </Tabs.Panel>
          <Tabs.Panel value="box" pt="sm">
            <Helper
              lengths={[t('area.northSouth'), t('area.westEast')]}
              start={middle(points)}
              make={(centre, [high = 0, wide = 0]) => box(centre, high, wide)}
              onMake={apply}
            />
          </Tabs.Panel>
          <Tabs.Panel value="corners" pt="sm">
            <Textarea
              aria-label={t('area.corners')}
              description={t('area.cornersHint')}
              autosize
              minRows={6}
              maxRows={12}
              spellCheck={false}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
              value={text}
              error={parsed ? (fault ? t(`area.fault.${fault}`) : error) : t('area.unreadable')}
              onChange={(event) => {
                setText(event.currentTarget.value);
                const next = parsePoints(event.currentTarget.value);
                if (next) onChange(next);
              }}
            />
          </Tabs.Panel>
        </Tabs>
        <div>
          <ZoneMap areas={[points]} context={others} />
          <Text size="xs" c={fault ? 'red' : 'dimmed'} ta="center" mt={4} role="status">
            {fault
              ? t(`area.fault.${fault}`)
              : t('area.size', { corners: points.length, km: number(Math.round(areaKm2(points))) })}
          </Text>
        </div>
      </div>
    </Stack>
  );
}

type HelperProps = {
  lengths: string[];
  start: Point;
  make: (centre: Point, km: number[]) => Point[];
  onMake: (points: Point[]) => void;
};

function Helper({ lengths, start, make, onMake }: HelperProps) {
  const { t } = useI18n();
  const [centre, setCentre] = useState(`${start.latitude}, ${start.longitude}`);
  const [km, setKm] = useState(lengths.map(() => 5));
  const point = parsePoints(centre);
  const isGood = point?.length === 1 && km.every((each) => each > 0);
  return (
    <Stack gap="sm">
      <TextInput
        label={t('area.centre')}
        description={t('area.centreHint')}
        value={centre}
        error={point?.length === 1 ? undefined : t('settings.notPoint')}
        onChange={(event) => setCentre(event.currentTarget.value)}
      />
      <Group grow>
        {lengths.map((label, at) => (
          <NumberInput
            key={label}
            label={label}
            min={0.1}
            max={500}
            step={0.5}
            decimalScale={1}
            value={km[at]}
            onChange={(value) => setKm(km.map((each, i) => (i === at ? Number(value) : each)))}
          />
        ))}
      </Group>
      <Button
        variant="default"
        disabled={!isGood}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => {
          if (point?.[0]) onMake(make(point[0], km));
        }}
      >
        {t('area.draw')}
      </Button>
    </Stack>
  );
}

function middle(points: readonly Point[]): Point {
  if (points.length === 0) return tashkent;
  const mean = (of: (point: Point) => number) =>
    Math.round((points.reduce((sum, point) => sum + of(point), 0) / points.length) * 1e4) / 1e4;
  return { latitude: mean((point) => point.latitude), longitude: mean((point) => point.longitude) };
}
