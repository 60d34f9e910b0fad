package emulator

import (
	"net/http"

	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/object"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/rules"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/internal/tenant"
	"github.com/auth0access/terraform-provider-auth0access/internal/emulator/page"
)

// pageWhy answers a visitor's question about a token of the page's application.
func pageWhy(t *tenant.Tenant, r *http.Request) page.Why {
	why := page.Why{
		APIs:          pageChoices(t.ResourceServers, "identifier", "name"),
		Organizations: pageChoices(t.Organizations, "id", "name"),
		Connections:   pageChoices(t.Connections, "name", "strategy"),
	}
	why.Question, why.Asked = page.ParseQuestion(r.URL.Query())
	if !why.Asked {
		return why
	}
	client := t.Clients.Get(r.URL.Query().Get("client_id"))
	for _, condition := range rules.Explain(t, client, rules.Question(why.Question), r.Host) {
		shown := page.Condition{Name: condition.Name}
		if condition.Err != nil {
			shown.Refusal = condition.Err.Error()
		}
		why.Conditions = append(why.Conditions, shown)
	}
	return why
}

// pageChoices are the first objects of a collection, as suggestions for a field.
func pageChoices(c *tenant.Collection, value, name string) []page.Choice {
	var out []page.Choice
	for _, record := range c.Records[:min(len(c.Records), page.ListLimit)] {
		out = append(out, page.Choice{Value: object.Text(record.Data, value), Name: object.Text(record.Data, name)})
	}
	return out
}
