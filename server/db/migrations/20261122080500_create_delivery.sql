-- +goose Up
CREATE TABLE delivery_zones (
  store_id    bigint NOT NULL REFERENCES stores (id),
  id          uuid NOT NULL,
  external_id text,
  name        jsonb NOT NULL,
  polygon     jsonb NOT NULL, -- [[longitude, latitude], …], not closed, at least three corners
  price       bigint NOT NULL,
  free_from   bigint, -- tiyin of goods from which delivery costs nothing
  minimum     bigint NOT NULL DEFAULT 0, -- tiyin of goods below which no courier goes there
  minutes_min integer,
  minutes_max integer,
  is_active   boolean NOT NULL DEFAULT true,
  position    integer NOT NULL DEFAULT 0, -- the first matching zone wins
  version     integer NOT NULL DEFAULT 1,
  CONSTRAINT delivery_zones_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT delivery_zones_external_id_key UNIQUE (store_id, external_id),
  CONSTRAINT delivery_zones_amounts_check CHECK (price >= 0 AND minimum >= 0 AND (free_from IS NULL OR free_from >= 0))
);
SELECT protect_tenant_table('delivery_zones');

CREATE TABLE pickup_points (
  store_id      bigint NOT NULL REFERENCES stores (id),
  id            uuid NOT NULL,
  external_id   text,
  name          jsonb NOT NULL,
  address       jsonb NOT NULL,
  latitude      double precision NOT NULL,
  longitude     double precision NOT NULL,
  hours         jsonb NOT NULL DEFAULT '[]',
  phone         text NOT NULL DEFAULT '',
  ready_minutes integer NOT NULL DEFAULT 60,
  location_id   uuid,
  is_active     boolean NOT NULL DEFAULT true,
  position      integer NOT NULL DEFAULT 0,
  version       integer NOT NULL DEFAULT 1,
  CONSTRAINT pickup_points_pkey PRIMARY KEY (store_id, id),
  CONSTRAINT pickup_points_external_id_key UNIQUE (store_id, external_id),
  CONSTRAINT pickup_points_location_id_fkey FOREIGN KEY (store_id, location_id) REFERENCES locations (store_id, id)
);
CREATE INDEX pickup_points_location_id_idx ON pickup_points (store_id, location_id);
SELECT protect_tenant_table('pickup_points');

-- +goose Down
DROP TABLE pickup_points, delivery_zones;
