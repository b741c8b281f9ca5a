# The owner fills a tea house: a category in all languages, one below it, additions, and three things to sell.

> owner
mutation {
  drinks: categoryUpsert(input: {name: {uzLatn: "Ichimliklar", uzCyrl: "Ичимликлар", ru: "Напитки", en: "Drinks"}, slug: "drinks"}) { category { id slug } userErrors { code path } }
  food: categoryUpsert(input: {name: {uzLatn: "Taomlar", ru: "Блюда"}, slug: "food"}) { category { id slug } userErrors { code path } }
  tea: categoryUpsert(input: {name: {uzLatn: "Choy", ru: "Чай"}, slug: "tea", parentExternalId: null}) { category { id slug } userErrors { code path } }
}

< 200
{
  "data": {
    "drinks": {
      "category": {
        "id": "cat#1",
        "slug": "drinks"
      },
      "userErrors": []
    },
    "food": {
      "category": {
        "id": "cat#2",
        "slug": "food"
      },
      "userErrors": []
    },
    "tea": {
      "category": {
        "id": "cat#3",
        "slug": "tea"
      },
      "userErrors": []
    }
  }
}

> owner
mutation {
  categoryUpsert(input: {id: "{cat#3}", parentId: "{cat#1}"}) { category { id parent { slug } breadcrumbs { slug } version } userErrors { code path } }
  modifierGroupUpsert(input: {name: {uzLatn: "Qoʻshimcha", ru: "Добавки"}, minimum: 0, maximum: 2, options: [
    {code: "lemon", name: {uzLatn: "Limon", ru: "Лимон"}, price: 200000}
    {code: "honey", name: {uzLatn: "Asal", ru: "Мёд"}, price: 500000}
  ]}) { modifierGroup { id options { id code price { formatted } } } userErrors { code path } }
}

< 200
{
  "data": {
    "categoryUpsert": {
      "category": {
        "id": "cat#3",
        "parent": {
          "slug": "drinks"
        },
        "breadcrumbs": [
          {
            "slug": "drinks"
          },
          {
            "slug": "tea"
          }
        ],
        "version": 2
      },
      "userErrors": []
    },
    "modifierGroupUpsert": {
      "modifierGroup": {
        "id": "mod#1",
        "options": [
          {
            "id": "mdo#1",
            "code": "lemon",
            "price": {
              "formatted": "2 000 soʻm"
            }
          },
          {
            "id": "mdo#2",
            "code": "honey",
            "price": {
              "formatted": "5 000 soʻm"
            }
          }
        ]
      },
      "userErrors": []
    }
  }
}

> owner
mutation {
  tea: productUpsert(input: {
    name: {uzLatn: "Koʻk choy", uzCyrl: "Кўк чой", ru: "Зелёный чай", en: "Green tea"}, summary: {uzLatn: "Toshkent damlamasi"}, slug: "green-tea"
    status: ACTIVE, categoryId: "{cat#3}", modifierGroupIds: ["{mod#1}"], vatPercent: 12, position: 1
    options: [{code: "size", name: {uzLatn: "Hajm", ru: "Объём"}, values: [{code: "small", name: {uzLatn: "Kichik", ru: "Маленький"}}, {code: "large", name: {uzLatn: "Katta", ru: "Большой"}}]}]
    variants: [
      {sku: "TEA-S", price: 1500000, onHand: 50, choice: [{optionCode: "size", valueCode: "small"}]}
      {sku: "TEA-L", price: 2500000, compareAt: 3000000, onHand: 0, choice: [{optionCode: "size", valueCode: "large"}]}
    ]
  }) { product { id slug variants { id name sku } } userErrors { code path message } }
  cup: productUpsert(input: {name: {uzLatn: "Piyola", ru: "Пиала"}, slug: "cup", status: ACTIVE, categoryId: "{cat#1}", vatPercent: 12, position: 2
    variants: [{sku: "CUP", price: 4000000, onHand: 2}]}) { product { id slug variants { id name sku } } userErrors { code path message } }
  pilaf: productUpsert(input: {name: {uzLatn: "Osh", ru: "Плов"}, slug: "pilaf", status: ACTIVE, categoryId: "{cat#2}", position: 3
    variants: [{sku: "OSH", price: 3500000, tracksStock: false}]}) { product { id slug variants { id name sku } } userErrors { code path message } }
  draft: productUpsert(input: {name: {uzLatn: "Yangi"}, slug: "new"}) { product { id status variants { id } } userErrors { code path message } }
}

< 200
{
  "data": {
    "tea": {
      "product": {
        "id": "prd#1",
        "slug": "green-tea",
        "variants": [
          {
            "id": "var#1",
            "name": "Kichik",
            "sku": "TEA-S"
          },
          {
            "id": "var#2",
            "name": "Katta",
            "sku": "TEA-L"
          }
        ]
      },
      "userErrors": []
    },
    "cup": {
      "product": {
        "id": "prd#2",
        "slug": "cup",
        "variants": [
          {
            "id": "var#3",
            "name": "",
            "sku": "CUP"
          }
        ]
      },
      "userErrors": []
    },
    "pilaf": {
      "product": {
        "id": "prd#3",
        "slug": "pilaf",
        "variants": [
          {
            "id": "var#4",
            "name": "",
            "sku": "OSH"
          }
        ]
      },
      "userErrors": []
    },
    "draft": {
      "product": {
        "id": "prd#4",
        "status": "DRAFT",
        "variants": []
      },
      "userErrors": []
    }
  }
}
