-- +goose Up
-- Whether everybody pays less for the product, in one of its variants, than it cost before; kept beside the price range.
ALTER TABLE products ADD COLUMN is_on_sale boolean NOT NULL DEFAULT false;
UPDATE products prd SET is_on_sale = true WHERE EXISTS (
  SELECT FROM variants var WHERE var.store_id = prd.store_id AND var.product_id = prd.id AND var.is_active
    AND (var.compare_at > var.price OR var.price > (
      SELECT min(plp.price) FROM price_list_prices plp JOIN price_lists prl ON prl.store_id = plp.store_id AND prl.id = plp.price_list_id
      WHERE plp.store_id = var.store_id AND plp.variant_id = var.id AND prl.is_active AND prl.group_id IS NULL
        AND coalesce(prl.starts_at <= now(), true) AND coalesce(prl.ends_at > now(), true))));

-- One index for each filter that is a column with each sort that is offered beside it: whatever else a page costs, it never
-- walks through what the filter leaves out.
CREATE INDEX products_category_price_idx ON products (store_id, category_id, status, price_min, id);
CREATE INDEX products_category_popularity_idx ON products (store_id, category_id, status, popularity, id);
CREATE INDEX products_category_published_at_idx ON products (store_id, category_id, status, published_at, id);
CREATE INDEX products_brand_price_idx ON products (store_id, brand_id, status, price_min, id);
CREATE INDEX products_brand_popularity_idx ON products (store_id, brand_id, status, popularity, id);
CREATE INDEX products_brand_published_at_idx ON products (store_id, brand_id, status, published_at, id);
CREATE INDEX products_sale_position_idx ON products (store_id, status, position, id) WHERE is_on_sale;
CREATE INDEX products_sale_price_idx ON products (store_id, status, price_min, id) WHERE is_on_sale;
CREATE INDEX products_sale_popularity_idx ON products (store_id, status, popularity, id) WHERE is_on_sale;
CREATE INDEX products_sale_published_at_idx ON products (store_id, status, published_at, id) WHERE is_on_sale;

-- Values of attributes are looked up by what they are, and give their products without a look at the row.
DROP INDEX product_attributes_attribute_id_idx;
CREATE INDEX product_attributes_number_idx ON product_attributes (store_id, attribute_id, number, product_id);
CREATE INDEX product_attributes_flag_idx ON product_attributes (store_id, attribute_id, flag, product_id);

-- +goose Down
DROP INDEX product_attributes_number_idx, product_attributes_flag_idx;
CREATE INDEX product_attributes_attribute_id_idx ON product_attributes (store_id, attribute_id, number, flag);
DROP INDEX products_category_price_idx, products_category_popularity_idx, products_category_published_at_idx,
  products_brand_price_idx, products_brand_popularity_idx, products_brand_published_at_idx,
  products_sale_position_idx, products_sale_price_idx, products_sale_popularity_idx, products_sale_published_at_idx;
ALTER TABLE products DROP COLUMN is_on_sale;
