# Somebody looks around without signing in. Texts come in the language asked for, else in the shop's next one.
! after shop

> nobody ru
{ store { name isOpen languages paymentMethods delivery { hasCourier hasPickup } }
  categories { name slug productCount children { name slug productCount breadcrumbs { name } } } }

< 200
{
  "data": {
    "store": {
      "name": "test",
      "isOpen": true,
      "languages": [
        "UZ_LATN",
        "UZ_CYRL",
        "RU",
        "EN"
      ],
      "paymentMethods": [
        "CASH"
      ],
      "delivery": {
        "hasCourier": true,
        "hasPickup": true
      }
    },
    "categories": [
      {
        "name": "Напитки",
        "slug": "drinks",
        "productCount": 2,
        "children": [
          {
            "name": "Чай",
            "slug": "tea",
            "productCount": 1,
            "breadcrumbs": [
              {
                "name": "Напитки"
              },
              {
                "name": "Чай"
              }
            ]
          }
        ]
      },
      {
        "name": "Блюда",
        "slug": "food",
        "productCount": 1,
        "children": []
      }
    ]
  }
}

> nobody en
{ categories { name children { name } } }

< 200
{
  "data": {
    "categories": [
      {
        "name": "Drinks",
        "children": [
          {
            "name": "Choy"
          }
        ]
      },
      {
        "name": "Taomlar",
        "children": []
      }
    ]
  }
}

> nobody uz-Cyrl
{ product(slug: "green-tea") {
    name summary category { name } isAvailable
    priceRange { min { formatted minor currency } max { formatted } compareAt { formatted } }
    options { code name display values { code name } }
    defaultVariant { name }
    variants { sku name price { formatted } compareAt { formatted } availability { canBuy available isLow } optionValues { code } }
    modifierGroups { name minimum maximum options { code name price { formatted } } } } }

< 200
{
  "data": {
    "product": {
      "name": "Кўк чой",
      "summary": "Toshkent damlamasi",
      "category": {
        "name": "Choy"
      },
      "isAvailable": true,
      "priceRange": {
        "min": {
          "formatted": "15 000 сўм",
          "minor": 1500000,
          "currency": "UZS"
        },
        "max": {
          "formatted": "25 000 сўм"
        },
        "compareAt": null
      },
      "options": [
        {
          "code": "size",
          "name": "Hajm",
          "display": "PILL",
          "values": [
            {
              "code": "small",
              "name": "Kichik"
            },
            {
              "code": "large",
              "name": "Katta"
            }
          ]
        }
      ],
      "defaultVariant": {
        "name": "Kichik"
      },
      "variants": [
        {
          "sku": "TEA-S",
          "name": "Kichik",
          "price": {
            "formatted": "15 000 сўм"
          },
          "compareAt": null,
          "availability": {
            "canBuy": true,
            "available": 50,
            "isLow": false
          },
          "optionValues": [
            {
              "code": "small"
            }
          ]
        },
        {
          "sku": "TEA-L",
          "name": "Katta",
          "price": {
            "formatted": "25 000 сўм"
          },
          "compareAt": {
            "formatted": "30 000 сўм"
          },
          "availability": {
            "canBuy": false,
            "available": 0,
            "isLow": false
          },
          "optionValues": [
            {
              "code": "large"
            }
          ]
        }
      ],
      "modifierGroups": [
        {
          "name": "Qoʻshimcha",
          "minimum": 0,
          "maximum": 2,
          "options": [
            {
              "code": "lemon",
              "name": "Limon",
              "price": {
                "formatted": "2 000 сўм"
              }
            },
            {
              "code": "honey",
              "name": "Asal",
              "price": {
                "formatted": "5 000 сўм"
              }
            }
          ]
        }
      ]
    }
  }
}

# A draft is nobody's business but the staff's.

> nobody
{ product(slug: "new") { id } node(id: "{prd#4}") { id } products(filter: {status: [DRAFT]}) { nodes { id } } }

< 403
{
  "errors": [
    {
      "message": "Bu amal uchun ruxsatingiz yoʻq.",
      "path": [
        "products"
      ],
      "extensions": {
        "code": "FORBIDDEN",
        "field": [
          "filter",
          "status"
        ]
      }
    }
  ],
  "data": null
}

> owner
{ product(slug: "new") { status name defaultVariant { id } translations { name { uzLatn ru } } } products(filter: {status: [DRAFT]}) { nodes { slug } } }

< 200
{
  "data": {
    "product": {
      "status": "DRAFT",
      "name": "Yangi",
      "defaultVariant": null,
      "translations": {
        "name": {
          "uzLatn": "Yangi",
          "ru": null
        }
      }
    },
    "products": {
      "nodes": [
        {
          "slug": "new"
        }
      ]
    }
  }
}

# Lists, page by page.

> nobody ru
{ products(first: 2, sort: PRICE, direction: DESC) { nodes { name priceRange { min { minor } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } total { value isExact } } }

< 200
{
  "data": {
    "products": {
      "nodes": [
        {
          "name": "Пиала",
          "priceRange": {
            "min": {
              "minor": 4000000
            }
          }
        },
        {
          "name": "Плов",
          "priceRange": {
            "min": {
              "minor": 3500000
            }
          }
        }
      ],
      "pageInfo": {
        "hasNextPage": true,
        "hasPreviousPage": false,
        "startCursor": "cursor#1",
        "endCursor": "cursor#2"
      },
      "total": {
        "value": 3,
        "isExact": true
      }
    }
  }
}

> nobody ru
{ products(first: 2, after: "{cursor#2}", sort: PRICE, direction: DESC) { nodes { name } pageInfo { hasNextPage hasPreviousPage } } }

< 200
{
  "data": {
    "products": {
      "nodes": [
        {
          "name": "Зелёный чай"
        }
      ],
      "pageInfo": {
        "hasNextPage": false,
        "hasPreviousPage": true
      }
    }
  }
}

> nobody
{ products(after: "{cursor#2}", sort: POSITION) { nodes { name } } }

< 200
{
  "errors": [
    {
      "message": "Bu qiymat toʻgʻri kelmaydi.",
      "path": [
        "products"
      ],
      "extensions": {
        "code": "INVALID",
        "field": [
          "after"
        ]
      }
    }
  ],
  "data": null
}

> nobody ru
{ drinks: products(filter: {categorySlug: "drinks"}) { nodes { slug } total { value } }
  cheap: products(filter: {priceTo: 2000000}) { nodes { slug } }
  found: products(filter: {search: "kok choy"}) { nodes { slug } }
  there: products(filter: {isAvailable: true}) { nodes { slug isAvailable } } }

< 200
{
  "data": {
    "drinks": {
      "nodes": [
        {
          "slug": "green-tea"
        },
        {
          "slug": "cup"
        }
      ],
      "total": {
        "value": 2
      }
    },
    "cheap": {
      "nodes": [
        {
          "slug": "green-tea"
        }
      ]
    },
    "found": {
      "nodes": [
        {
          "slug": "green-tea"
        }
      ]
    },
    "there": {
      "nodes": [
        {
          "slug": "green-tea",
          "isAvailable": true
        },
        {
          "slug": "cup",
          "isAvailable": true
        },
        {
          "slug": "pilaf",
          "isAvailable": true
        }
      ]
    }
  }
}

> nobody
{ product { id } }

< 200
{
  "errors": [
    {
      "message": "Soʻrov notoʻgʻri tuzilgan: give exactly one of id, slug and externalId",
      "path": [
        "product"
      ],
      "extensions": {
        "code": "BAD_REQUEST"
      }
    }
  ],
  "data": {
    "product": null
  }
}
