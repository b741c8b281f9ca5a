package graph_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/dokon-shop/dokon/graph/exec"
)

// operations has arguments for every query, mutation and subscription of the contract, in as many ways as it can name a
// thing. Holes are filled with things of a store. A test that finds an operation without an entry fails.
var operations = map[string][]string{
	"Query.node":                  {`(id: "{store}")`, `(id: "{product}")`, `(id: "{variant}")`, `(id: "{category}")`, `(id: "{media}")`, `(id: "{pickup}")`, `(id: "{order}")`, `(id: "{customer}")`, `(id: "{staff}")`, `(id: "{zone}")`, `(id: "{session}")`, `(id: "{apiToken}")`, `(id: "{notification}")`, `(id: "{orderLine}")`, `(id: "{payment}")`, `(id: "{fulfilment}")`, `(id: "{cart}")`, `(id: "{cartLine}")`, `(id: "{address}")`, `(id: "{modifierGroup}")`, `(id: "{modifierOption}")`, `(id: "{option}")`, `(id: "{value}")`, `(id: "{location}")`, `(id: "{brand}")`, `(id: "{tag}")`, `(id: "{attribute}")`, `(id: "{collection}")`, `(id: "{priceList}")`, `(id: "{group}")`},
	"Query.nodes":                 {`(ids: ["{product}", "{order}", "{customer}", "{staff}", "{media}", "{category}"])`},
	"Query.store":                 {``},
	"Query.staff":                 {``},
	"Query.viewer":                {``},
	"Query.apiTokens":             {``},
	"Query.webhooks":              {``},
	"Query.webhookDeliveries":     {`(webhookId: "{webhook}")`},
	"Mutation.webhookUpsert":      {`(input: {id: "{webhook}", name: "x"})`, `(input: {name: "x", url: "https://shop.example/hook"})`},
	"Mutation.webhookTest":        {`(input: {id: "{webhook}"})`},
	"Mutation.webhookReplay":      {`(input: {id: "{webhook}", since: "2026-11-22T00:00:00Z"})`},
	"Mutation.webhookDelete":      {`(input: {id: "{webhook}"})`},
	"Query.events":                {``, `(first: 100, types: [PRODUCT_CREATED, ORDER_PLACED, CUSTOMER_CREATED])`},
	"Query.me":                    {``},
	"Query.customer":              {`(id: "{customer}")`},
	"Query.customers":             {``, `(search: "{mark}")`, `(search: "977777777")`},
	"Query.staffSessions":         {``, `(memberId: "{staff}")`},
	"Query.categories":            {``},
	"Query.category":              {`(id: "{category}")`, `(externalId: "{mark}-c")`},
	"Query.product":               {`(id: "{product}")`, `(externalId: "{mark}-p")`},
	"Query.products":              {`(filter: {categoryId: "{category}"})`, `(filter: {search: "{mark}"})`, `(filter: {search: "чой"})`, `(first: 50)`, `(sort: PRICE, last: 50)`},
	"Query.search":                {`(query: "{mark}")`, `(query: "чой", filter: {categoryId: "{category}"})`, `(sort: PRICE_ASC, first: 100)`},
	"Query.searchSuggest":         {`(prefix: "чо")`, `(prefix: "{mark}")`},
	"Query.searchSynonyms":        {``},
	"Query.modifierGroups":        {``},
	"Query.brands":                {``},
	"Query.brand":                 {`(id: "{brand}")`, `(externalId: "{mark}-b")`},
	"Query.collections":           {``},
	"Query.collectionRuleCount":   {`(rule: {conditions: [{kind: BRAND, brandId: "{brand}"}, {kind: CATEGORY, categoryId: "{category}"}]})`},
	"Query.collection":            {`(id: "{collection}")`, `(externalId: "{mark}-o")`},
	"Query.tags":                  {``},
	"Query.customerGroups":        {``},
	"Query.priceLists":            {``},
	"Query.priceList":             {`(id: "{priceList}")`},
	"Query.attributes":            {``},
	"Query.locations":             {``},
	"Query.stockMovements":        {`(variantId: "{variant}")`},
	"Query.stockHistory":          {``, `(filter: {variantId: "{variant}"})`, `(filter: {locationId: "{location}", reasons: [RECOUNT, TRANSFERRED]})`},
	"Mutation.locationUpsert":     {`(input: {id: "{location}", name: {ru: "x"}})`},
	"Mutation.locationArchiveSet": {`(input: {id: "{location}", isArchived: true})`, `(input: {id: "{shelf}", isArchived: true})`},
	"Mutation.stockTransfer":      {`(input: {fromLocationId: "{location}", toLocationId: "{shelf}", lines: [{variantId: "{variant}", quantity: 1}]})`},
	"Query.cart":                  {`(cartToken: "{cartToken}")`},
	"Query.deliveryZones":         {``},
	"Query.pickupPoints":          {``},
	"Query.deliveryQuote":         {`(point: {latitude: 41.311, longitude: 69.279})`},
	"Query.order":                 {`(id: "{order}")`, `(receiptCode: "{receipt}")`},
	"Query.orders":                {``, `(filter: {search: "{receipt}"})`, `(filter: {search: "977777777"})`, `(filter: {customerId: "{customer}"})`},
	"Query.orderCounts":           {``},
	"Query.ledgerAccounts":        {``},
	"Query.paymentAccounts":       {``},
	"Query.paymentProviders":      {``},
	"Query.botCredentials":        {``},
	"Query.botTelegramSignIn":     {`(botId: {bot}, code: "{signInCode}")`},
	"Query.stores":                {``},
	"Mutation.storeUpdate":        {`(input: {look: {logoId: "{media}"}})`},
	"Mutation.storeBotSet":        {`(input: {token: "{bot}:{mark}"})`},
	"Mutation.staffInvite":        {`(input: {name: "Ali", role: COURIER, telegramId: {staffTelegram}})`},
	"Mutation.staffUpdate":        {`(input: {id: "{staff}", name: "Vali"})`},
	"Mutation.staffLinkCreate":    {`(input: {memberId: "{staff}"})`},
	"Mutation.apiTokenCreate":     {`(input: {name: "x", scopes: [STORE_READ]})`},
	"Mutation.apiTokenRevoke":     {`(input: {id: "{apiToken}"})`},

	"Mutation.customerUpdate":         {`(input: {lastName: "Valiyev"})`},
	"Mutation.customerContactSet":     {`(input: {response: "{contact}"})`},
	"Mutation.customerWriteAccessSet": {`(input: {isAllowed: true})`},
	"Mutation.addressSave":            {`(input: {id: "{address}", address: {street: "Boshqa"}})`},
	"Mutation.addressDelete":          {`(input: {id: "{address}"})`},

	"Mutation.sessionCreate":        {`(input: {initData: "{initData}", cartToken: "{cartToken}"})`, `(input: {cartToken: "{cartToken}"})`, `(input: {signInSecret: "{signInSecret}", cartToken: "{cartToken}"})`},
	"Mutation.telegramSignInCreate": {``},
	"Mutation.sessionRefresh":       {`(input: {refreshToken: "{refresh}"})`},
	"Mutation.staffSessionCreate":   {`(input: {code: "{linkCode}"})`, `(input: {initData: "{initData}"})`},
	"Mutation.sessionEnd":           {`(input: {id: "{session}"})`, `(input: {id: "{staffSession}"})`},
	"Mutation.demoSessionCreate":    {`(input: {})`},

	"Mutation.mediaUploadCreate":        {`(input: {byteSize: 4})`},
	"Mutation.mediaUploadFinish":        {`(input: {uploadId: "{upload}", alt: {ru: "x"}})`},
	"Mutation.mediaDelete":              {`(input: {id: "{media}"})`},
	"Mutation.mediaUpdate":              {`(input: {id: "{media}", alt: {ru: "x"}})`},
	"Mutation.categoryUpsert":           {`(input: {id: "{category}", name: {ru: "x"}})`, `(input: {name: {ru: "x"}, parentId: "{category}"})`, `(input: {name: {ru: "x"}, mediaId: "{media}"})`, `(input: {name: {ru: "x"}, parentExternalId: "{mark}-c"})`},
	"Mutation.searchSynonymsSet":        {`(input: {groups: [["choy", "x"]]})`},
	"Mutation.categoryDelete":           {`(input: {id: "{emptyCategory}"})`},
	"Mutation.productUpsert":            {`(input: {id: "{product}", name: {ru: "x"}})`, `(input: {name: {ru: "x"}, categoryId: "{category}"})`, `(input: {name: {ru: "x"}, media: [{mediaId: "{media}"}]})`, `(input: {name: {ru: "x"}, modifierGroupIds: ["{modifierGroup}"]})`, `(input: {name: {ru: "x"}, variants: [{id: "{variant}", price: 100}]})`, `(input: {name: {ru: "x"}, categoryExternalId: "{mark}-c"})`, `(input: {name: {ru: "x"}, brandId: "{brand}"})`, `(input: {name: {ru: "x"}, brandExternalId: "{mark}-b"})`, `(input: {name: {ru: "x"}, related: [{kind: SIMILAR, productId: "{product}"}]})`, `(input: {name: {ru: "x"}, variants: [{price: 1, mediaIds: ["{media}"]}]})`},
	"Mutation.productsBulkUpsert":       {`(input: {products: [{id: "{product}", name: {ru: "x"}}, {name: {ru: "x"}, brandId: "{brand}"}, {externalId: "{mark}-p", expectedVersion: 1}]})`},
	"Mutation.brandUpsert":              {`(input: {id: "{brand}", name: {ru: "x"}})`, `(input: {name: {ru: "x"}, mediaId: "{media}"})`},
	"Mutation.brandDelete":              {`(input: {id: "{brand}"})`},
	"Mutation.collectionUpsert":         {`(input: {id: "{collection}", name: {ru: "x"}})`, `(input: {name: {ru: "x"}, mediaId: "{media}"})`, `(input: {name: {ru: "x"}, productIds: ["{product}"]})`, `(input: {name: {ru: "x"}, rule: {conditions: [{kind: CATEGORY, categoryId: "{category}"}, {kind: BRAND, brandId: "{brand}"}]}})`},
	"Mutation.collectionDelete":         {`(input: {id: "{collection}"})`},
	"Mutation.collectionProductsAdd":    {`(input: {collectionId: "{collection}", productIds: ["{product}"]})`},
	"Mutation.collectionProductsMove":   {`(input: {collectionId: "{collection}", productIds: ["{product}"], position: 0})`},
	"Mutation.collectionProductsRemove": {`(input: {collectionId: "{collection}", productIds: ["{product}"]})`},
	"Mutation.customerGroupUpsert":      {`(input: {id: "{group}", name: {ru: "x"}})`},
	"Mutation.customerGroupDelete":      {`(input: {id: "{group}"})`},
	"Mutation.customerGroupSet":         {`(input: {customerId: "{customer}", groupId: "{group}"})`, `(input: {customerId: "{customer}"})`},
	"Mutation.priceListUpsert":          {`(input: {id: "{priceList}", name: {ru: "x"}})`, `(input: {name: {ru: "x"}, customerGroupId: "{group}"})`},
	"Mutation.priceListDelete":          {`(input: {id: "{priceList}"})`},
	"Mutation.priceListPricesSet":       {`(input: {priceListId: "{priceList}", prices: [{variantId: "{variant}", price: 1}]})`, `(input: {priceListId: "{priceList}", prices: [{sku: "{mark}-1", price: 1}]})`},
	"Mutation.tagUpsert":                {`(input: {code: "x", name: {ru: "x"}})`},
	"Mutation.tagDelete":                {`(input: {id: "{tag}"})`},
	"Mutation.attributeUpsert":          {`(input: {id: "{attribute}", name: {ru: "x"}})`},
	"Mutation.attributeDelete":          {`(input: {id: "{attribute}"})`},
	"Mutation.productStatusSet":         {`(input: {id: "{product}", status: ARCHIVED})`},
	"Mutation.modifierGroupUpsert":      {`(input: {id: "{modifierGroup}", name: {ru: "x"}})`},
	"Mutation.modifierGroupDelete":      {`(input: {id: "{modifierGroup}"})`},
	"Mutation.stockSet":                 {`(input: {variantId: "{variant}", onHand: 1})`, `(input: {variantId: "{variant}", locationId: "{location}", delta: 5})`},
	"Mutation.variantStopSet":           {`(input: {variantId: "{variant}", isStopped: true})`},
	"Mutation.variantPriceSet":          {`(input: {variantId: "{variant}", price: 1})`},

	"Mutation.digitalContentSet": {`(input: {variantId: "{variant}", content: "x"})`},

	"Mutation.cartCreate":      {``},
	"Mutation.cartSet":         {`(input: {cartToken: "{cartToken}", comment: "x"})`, `(input: {lines: [{variantId: "{variant}", quantity: 1}]})`, `(input: {delivery: {savedAddressId: "{address}"}})`, `(input: {giftCardCode: "{giftCardCode}"})`, `(input: {delivery: {pickupPointId: "{pickup}"}})`, `(input: {cartToken: "{cartToken}", lines: []})`},
	"Mutation.cartLinesAdd":    {`(input: {lines: [{variantId: "{variant}", quantity: 1, modifiers: [{optionId: "{modifierOption}"}]}]})`, `(input: {cartToken: "{cartToken}", lines: []})`},
	"Mutation.cartLinesUpdate": {`(input: {lines: [{lineId: "{cartLine}", quantity: 5}]})`, `(input: {cartToken: "{cartToken}", lines: [{lineId: "{cartLine}", quantity: 0}]})`},
	"Mutation.cartLinesRemove": {`(input: {lineIds: ["{cartLine}"]})`, `(input: {cartToken: "{cartToken}", lineIds: ["{cartLine}"]})`},

	"Mutation.deliveryZoneUpsert": {`(input: {id: "{zone}", price: 1})`},
	"Mutation.deliveryZoneDelete": {`(input: {id: "{zone}"})`},
	"Mutation.pickupPointUpsert":  {`(input: {id: "{pickup}", readyMinutes: 1})`},
	"Mutation.pickupPointDelete":  {`(input: {id: "{pickup}"})`},

	"Mutation.paymentAccountSet":     {`(input: {provider: "payme", mode: TEST, secret: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", settings: [{name: "merchantId", value: "587f72c72cac0d162c722ae2"}]})`},
	"Query.refundTasks":              {``},
	"Mutation.cardAdd":               {`(input: {provider: "payme", token: "{mark}-token"})`},
	"Mutation.cardCodeSend":          {`(input: {id: "{card}"})`},
	"Mutation.cardVerify":            {`(input: {id: "{card}", code: "666666"})`},
	"Mutation.cardRemove":            {`(input: {id: "{card}"})`},
	"Query.openChargebacks":          {``},
	"Query.courierCash":              {``},
	"Query.cashHandovers":            {``},
	"Query.ledgerCheck":              {``},
	"Query.productsWithoutCodes":     {``},
	"Mutation.chargebackOpen":        {`(input: {paymentId: "{payment}", reason: "x", amount: 1})`},
	"Mutation.chargebackClose":       {`(input: {id: "{chargeback}", isWon: true})`},
	"Mutation.paymentMismatchSettle": {`(input: {paymentId: "{payment}", isTaken: true})`},
	"Mutation.cashHandover":          {`(input: {courierId: "{staff}"})`},
	"Mutation.ledgerCheckRun":        {``},
	"Mutation.paymentRefund":         {`(input: {orderId: "{order}", reason: "x"})`, `(input: {orderId: "{order}", reason: "x", paymentId: "{payment}", amount: 1})`, `(input: {orderId: "{order}", reason: "x", lines: [{lineId: "{orderLine}", quantity: 1}]})`},
	"Mutation.refundSettle":          {`(input: {id: "{refund}", isDone: true})`},
	"Mutation.paymentStart":          {`(input: {orderId: "{order}"})`, `(input: {orderId: "{order}", method: CASH})`, `(input: {orderId: "{order}", cardId: "{card}"})`, `(input: {orderId: "{order}", phone: "901234567"})`},
	"Mutation.paymentTake":           {`(input: {orderId: "{order}", method: CLICK, code: "880101698207133391"})`},
	"Mutation.paymentAccountDisable": {`(input: {provider: "payme"})`},

	"Query.giftCard":                    {`(id: "{giftCard}")`},
	"Query.giftCards":                   {``},
	"Query.giftCardBalance":             {`(code: "{giftCardCode}")`},
	"Mutation.giftCardIssue":            {`(input: {amount: 100})`},
	"Mutation.giftCardVoid":             {`(input: {id: "{giftCard}"})`},
	"Mutation.paymentProofUploadCreate": {`(input: {byteSize: 4})`},
	"Mutation.paymentProofSend":         {`(input: {paymentId: "{payment}", uploadId: "{upload}"})`},
	"Mutation.paymentTransferConfirm":   {`(input: {paymentId: "{payment}"})`},
	"Mutation.paymentProofRefuse":       {`(input: {paymentId: "{payment}", reason: "x"})`},

	"Mutation.orderPlace":         {`(input: {quoteId: "{quote}"})`, `(input: {quoteId: "{quote}", cartToken: "{cartToken}"})`},
	"Mutation.orderCancel":        {`(input: {id: "{order}", reason: "x"})`},
	"Mutation.orderRepeat":        {`(input: {id: "{order}"})`},
	"Mutation.orderConfirm":       {`(input: {id: "{order}"})`},
	"Mutation.orderNoteSet":       {`(input: {id: "{order}", note: "x"})`},
	"Mutation.fulfilmentAccept":   {`(input: {orderId: "{confirmed}"})`},
	"Mutation.fulfilmentPack":     {`(input: {orderId: "{confirmed}"})`},
	"Mutation.fulfilmentReady":    {`(input: {orderId: "{confirmed}"})`},
	"Mutation.fulfilmentHandOver": {`(input: {orderId: "{confirmed}", courierId: "{staff}"})`},
	"Mutation.fulfilmentDeliver":  {`(input: {orderId: "{confirmed}"})`},
	"Mutation.fulfilmentFail":     {`(input: {orderId: "{confirmed}", reason: "x"})`},
	"Mutation.fulfilmentReturn":   {`(input: {orderId: "{confirmed}"})`},
	"Mutation.digitalDeliver":     {`(input: {orderId: "{confirmed}", lineId: "{orderLine}", content: "x"})`},

	"Mutation.notificationsClaim":      {`(input: {limit: 1})`},
	"Mutation.notificationsAck":        {`(input: {results: [{id: "{notification}", outcome: DEAD}]})`},
	"Mutation.botUserReport":           {`(input: {botId: {bot}, telegramId: {telegram}, firstName: "x"})`},
	"Mutation.botStaffSignIn":          {`(input: {botId: {bot}, telegramId: {staffTelegram}})`},
	"Mutation.botTelegramSignInAnswer": {`(input: {botId: {bot}, code: "{signInCode}", isApproved: true, telegramId: {telegram}, firstName: "x"})`},
	"Mutation.botPreCheckout":          {`(input: {botId: {bot}, telegramId: 5, payload: "{payment}", currency: "UZS", totalAmount: 100})`},
	"Mutation.botPaymentReport":        {`(input: {botId: {bot}, telegramId: 5, payload: "{payment}", currency: "UZS", totalAmount: 100, telegramChargeId: "c", providerChargeId: "p"})`},
	"Mutation.botRefundReport":         {`(input: {botId: {bot}, telegramChargeId: "c"})`},
	"Mutation.botStatusReport":         {`(input: {botId: {bot}, status: UNAUTHORIZED})`},
	"Mutation.storeCreate":             {`(input: {slug: "X", name: {ru: "x"}, ownerName: "x"})`},

	"Subscription.orderUpdated": {`(id: "{order}")`},
	"Subscription.adminOrders":  {``},
	"Subscription.cartUpdated":  {``},
}

// rootField is one operation of the contract.
type rootField struct {
	kind  string // query, mutation, subscription
	field *ast.FieldDefinition
	ways  []string // arguments
	known bool     // has an entry in operations
}

func (f rootField) name() string { return f.field.Name }

// needs are the permissions of which a caller needs one; none for a public field.
func (f rootField) needs() []string {
	var names []string
	if auth := f.field.Directives.ForName("auth"); auth != nil {
		for _, value := range auth.Arguments.ForName("requires").Value.Children {
			names = append(names, value.Value.Raw)
		}
	}
	return names
}

var contract = exec.NewExecutableSchema(exec.Config{}).Schema()

// rootFields are all operations of the schema, as it is now.
func rootFields() []rootField {
	var all []rootField
	for _, root := range []*ast.Definition{contract.Query, contract.Mutation, contract.Subscription} {
		for _, f := range root.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			ways, known := operations[root.Name+"."+f.Name]
			all = append(all, rootField{strings.ToLower(root.Name), f, ways, known})
		}
	}
	return all
}

// document is the operation with these arguments, asking for so many levels of its answer; a negative number for its type
// alone. It is valid: else it would be refused before anybody looks at rights and stores.
func (f rootField) document(t *testing.T, arguments string, levels int, withAuth bool) string {
	t.Helper()
	set := " { __typename }"
	if levels >= 0 {
		set = selection(f.field.Type, levels, withAuth)
	}
	text := f.kind + " { " + f.name() + arguments + set + " }"
	if _, err := gqlparser.LoadQueryWithRules(contract, text, nil); err != nil {
		t.Errorf("%s %s: %v", f.name(), arguments, err)
	}
	return text
}

// selection asks for everything in a type, so many levels deep. Fields that need a permission are asked for only withAuth.
func selection(t *ast.Type, levels int, withAuth bool) string {
	d := contract.Types[t.Name()]
	switch {
	case d.Kind == ast.Scalar || d.Kind == ast.Enum:
		return ""
	case d.Name == "UserError":
		return " { code message path ... on InsufficientStockError { available } ... on PriceChangedError { before { minor } after { minor } } }"
	case d.Kind == ast.Interface:
		var b strings.Builder
		b.WriteString(" { __typename")
		for _, possible := range contract.GetPossibleTypes(d) {
			fmt.Fprintf(&b, " ... on %s%s", possible.Name, renamed(selection(ast.NamedType(possible.Name, nil), 1, withAuth), possible.Name))
		}
		return b.String() + " }"
	}
	fields := []string{"__typename"}
	for _, f := range d.Fields {
		isLeaf := contract.Types[f.Type.Name()].IsLeafType()
		if strings.HasPrefix(f.Name, "__") || levels == 0 && !isLeaf || f.Name == "edges" || !withAuth && f.Directives.ForName("auth") != nil {
			continue
		}
		if name := f.Name; d.Name == "Me" && name == "order" {
			continue
		}
		below := levels - 1
		if d.Name == "Product" && (f.Name == "related" || f.Name == "collections") {
			below = 0 // products of products: beyond the limit of what one answer holds
		}
		fields = append(fields, f.Name+selection(f.Type, below, withAuth))
	}
	return " { " + strings.Join(fields, " ") + " }"
}

// renamed gives the fields of a selection aliases, so that fields of different types under one interface do not clash.
func renamed(set, alias string) string {
	fields := strings.Fields(strings.TrimSuffix(strings.TrimPrefix(set, " { "), " }"))
	depth := 0
	for i, f := range fields {
		switch {
		case f == "{":
			depth++
		case f == "}":
			depth--
		case depth == 0 && f != "__typename":
			fields[i] = alias + "_" + f + ": " + f
		}
	}
	return " { " + strings.Join(fields, " ") + " }"
}
