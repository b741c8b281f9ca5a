-- +goose Up
-- dokon_app is the role every statement of the running shop is executed as. It owns nothing and cannot bypass
-- row-level security, so a forgotten predicate finds no rows instead of another store's rows. Roles belong to the
-- cluster, not to the database, hence the check.
-- +goose StatementBegin
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'dokon_app') THEN
    CREATE ROLE dokon_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- another database of this cluster was migrated at the same moment
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
DO $$
BEGIN
  IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
    EXECUTE format('GRANT dokon_app TO %I', current_user);
  END IF;
END $$;
-- +goose StatementEnd
GRANT USAGE ON SCHEMA public TO dokon_app;

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- protect_tenant_table turns the second wall on for one table: without app.store_id set in the transaction no row is
-- visible, with it only that store's rows are. Append-only tables lose UPDATE and DELETE for the application.
-- nullif: after a SET LOCAL has ended the setting is '' and not NULL.
-- +goose StatementBegin
CREATE FUNCTION protect_tenant_table(target regclass, append_only boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format(
    'CREATE POLICY store_isolation ON %s USING (store_id = nullif(current_setting(''app.store_id'', true), '''')::bigint)',
    target);
  IF append_only THEN
    EXECUTE format('GRANT SELECT, INSERT ON %s TO dokon_app', target);
  ELSE
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO dokon_app', target);
  END IF;
END $$;
-- +goose StatementEnd

-- +goose Down
DROP FUNCTION protect_tenant_table(regclass, boolean);
DROP EXTENSION unaccent;
DROP EXTENSION btree_gin;
DROP EXTENSION pg_trgm;
REVOKE USAGE ON SCHEMA public FROM dokon_app;
