package ratelimitpolicy_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/auth0access/terraform-provider-auth0access/internal/acctest"
)

// A refusal in the plan says what is wrong, names the value, and says what to write.
func TestPlanRefuses(t *testing.T) {
	t.Parallel()
	tenant := acctest.HandMade(t)
	block := func(arguments map[string]any) map[string]any {
		config := map[string]any{"action": "block", "limit": 0}
		for name, value := range arguments {
			if value == nil {
				delete(config, name)
				continue
			}
			config[name] = value
		}
		return config
	}
	for name, test := range map[string]struct {
		config map[string]any
		want   []string // none if the plan is fine
	}{
		"strict":                 {block(map[string]any{"client_id": "tpc_web"}), nil},
		"document":               {block(map[string]any{"metadata_url": agent}), nil},
		"group":                  {block(map[string]any{"applies_to": "third_party_clients"}), nil},
		"nobody":                 {block(nil), []string{"Policy does not name its applications", "client_id", "metadata_url", "applies_to"}},
		"two":                    {block(map[string]any{"client_id": "tpc_web", "applies_to": "default"}), []string{"client_id", "Policy names its applications twice", "two resources"}},
		"unknown application":    {block(map[string]any{"client_id": "tpc_none"}), []string{"client_id", "Application not found", `"tpc_none"`}},
		"first-party":            {block(map[string]any{"client_id": "firstparty"}), []string{"client_id", "Application is first-party", "firstparty", "auth0_rate_limit_policy"}},
		"permissive":             {block(map[string]any{"client_id": "permissive1"}), []string{"client_id", "Application is not in strict mode", "permissive1"}},
		"URL for an id":          {block(map[string]any{"client_id": agent}), []string{"client_id", "Not a client id", "metadata_url = \"" + agent + "\""}},
		"selector for an id":     {block(map[string]any{"client_id": "client_id:tpc_web"}), []string{"client_id", "Not a client id", `client_id = "tpc_web"`}},
		"group for an id":        {block(map[string]any{"client_id": "cimd_clients"}), []string{"client_id", "Not a client id", `applies_to = "cimd_clients"`}},
		"long id":                {block(map[string]any{"client_id": strings.Repeat("x", 246)}), []string{"client_id", "Not a client id", "245 bytes"}},
		"unknown group":          {block(map[string]any{"applies_to": "everybody"}), []string{"applies_to", "everybody", "third_party_clients"}},
		"http document":          {block(map[string]any{"metadata_url": "http://agent.example.com/a"}), []string{"metadata_url", "Not the URL of a metadata document", "https"}},
		"unknown action":         {block(map[string]any{"applies_to": "default", "action": "deny"}), []string{"action", "deny", "redirect"}},
		"negative limit":         {block(map[string]any{"applies_to": "default", "limit": -1}), []string{"limit", "-1", "10000"}},
		"great limit":            {block(map[string]any{"applies_to": "default", "limit": 10001}), []string{"limit", "10001", "10000"}},
		"no limit":               {block(map[string]any{"applies_to": "default", "limit": nil}), []string{"limit", "Action needs a limit", `"block"`}},
		"no limit to redirect":   {block(map[string]any{"applies_to": "default", "limit": nil, "action": "redirect", "redirect_uri": "https://a.example.com"}), []string{"limit", "Action needs a limit", `"redirect"`}},
		"limit to allow":         {block(map[string]any{"applies_to": "default", "action": "allow"}), []string{"limit", "Action allow has no limit", "Remove limit"}},
		"redirect to nowhere":    {block(map[string]any{"applies_to": "default", "action": "redirect"}), []string{"redirect_uri", "Redirection has no target"}},
		"redirect to http":       {block(map[string]any{"applies_to": "default", "action": "redirect", "redirect_uri": "http://a.example.com/"}), []string{"redirect_uri", "Not an https URL", "http://a.example.com/"}},
		"redirect to no text":    {block(map[string]any{"applies_to": "default", "action": "redirect", "redirect_uri": ""}), []string{"redirect_uri", "Not an https URL"}},
		"group without a name":   {block(map[string]any{"applies_to": ""}), []string{"applies_to", "third_party_clients"}},
		"redirect to two":        {block(map[string]any{"applies_to": "default", "action": "redirect", "redirect_uri": "https://a.example.com/,https://b.example.com/"}), []string{"redirect_uri", "Not an https URL", "holds several URLs. Write the one that browsers are sent to."}},
		"redirect to a blank":    {block(map[string]any{"applies_to": "default", "action": "redirect", "redirect_uri": "https://a.example.com/ "}), []string{"redirect_uri", "Not an https URL", "white space at its end"}},
		"redirect to a path":     {block(map[string]any{"applies_to": "default", "action": "redirect", "redirect_uri": "/slow"}), []string{"redirect_uri", "Not an https URL", `"/slow"`}},
		"default off":            {block(map[string]any{"applies_to": "default"}), []string{"limit", "Default would shut off Terraform too", "third_party_clients"}},
		"target without a cause": {block(map[string]any{"applies_to": "default", "redirect_uri": "https://a.example.com/"}), []string{"redirect_uri", "Nothing redirects to this URL", "https://a.example.com/"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, errors := acctest.PlanConfig(t, tenant, typeName, test.config)
			if min(len(test.want), 1) != len(errors) {
				t.Fatalf("errors are %q, want one with %q", errors, test.want)
			}
			for _, want := range test.want {
				if !strings.Contains(errors[0], want) {
					t.Errorf("%q lacks %q", errors[0], want)
				}
			}
		})
	}
}

// An application that somebody deleted, with its policy, is drift, which a plan has to show.
func TestPlanOfDeletedApplication(t *testing.T) {
	t.Parallel()
	tenant := acctest.NewTenant(t, acctest.EmulatorOnly())
	clientID := acctest.Application(t, tenant, nil)
	config := map[string]any{"client_id": clientID, "action": "block", "limit": 0}
	life := acctest.NewLifecycle(t, tenant, typeName)
	life.Converge(config, plancheck.ResourceActionCreate)
	tenant.Call(t, "DELETE", policies+"/"+idOf(t, tenant), nil)
	tenant.Call(t, "DELETE", "/api/v2/clients/"+clientID, nil)
	plan := life.Plan(config)
	acctest.WantOne(t, "plan", plan.Warnings, []string{"Application not found"})
	if len(plan.Errors) > 0 {
		t.Errorf("the plan fails: %q", plan.Errors)
	}
}

// Warnings say who else becomes limited, and who is no longer limited.
func TestPlanWarns(t *testing.T) {
	t.Parallel()
	tenant := acctest.HandMade(t)
	state := func(selector, value, action string, limit any) map[string]any {
		return map[string]any{"id": "rlp_1", selector: value, "action": action, "limit": limit}
	}
	const own, lifted = "Default limits your own applications too", "Rate limit will be lifted"
	for name, test := range map[string]struct {
		state, config map[string]any
		want          string // of the warning, empty for none
		text          string
	}{
		"default":               {nil, state("applies_to", "default", "block", 5), own, "each gets 5 requests a second"},
		"default, logged":       {nil, state("applies_to", "default", "log", 5), "", ""},
		"default, as before":    {state("applies_to", "default", "block", 5), state("applies_to", "default", "block", 5), "", ""},
		"default, lower":        {state("applies_to", "default", "block", 5), state("applies_to", "default", "block", 1), own, "each gets 1 requests a second"},
		"default, off already":  {state("applies_to", "default", "block", 0), state("applies_to", "default", "block", 0), "", ""},
		"third parties":         {nil, state("applies_to", "third_party_clients", "block", 5), "", ""},
		"switched on again":     {state("client_id", "tpc_dcr", "block", 0), nil, lifted, "shuts off application tpc_dcr"},
		"limit destroyed":       {state("metadata_url", agent, "redirect", 9), nil, lifted, "more than 9 requests a second"},
		"put onto another":      {state("applies_to", "cimd_clients", "block", 9), state("client_id", "tpc_web", "block", 9), lifted, "all applications that a document describes"},
		"log destroyed":         {state("client_id", "tpc_dcr", "log", 0), nil, "", ""},
		"permission destroyed":  {state("client_id", "tpc_dcr", "allow", nil), nil, "", ""},
		"changed in its place":  {state("client_id", "tpc_dcr", "block", 0), state("client_id", "tpc_dcr", "allow", nil), "", ""},
		"application long gone": {state("client_id", "tpc_gone", "block", 0), state("client_id", "tpc_gone", "block", 1), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := acctest.Plan(t, tenant, typeName, test.state, test.config)
			warnings := strings.Join(plan.Warnings, "\n")
			if !strings.Contains(warnings, test.want) || !strings.Contains(warnings, test.text) || test.want == "" && warnings != "" || len(plan.Errors) > 0 {
				t.Errorf("warnings are %q, errors %q, want %q with %q", warnings, plan.Errors, test.want, test.text)
			}
		})
	}
}

// An unchanged policy costs no call.
func TestPlanOfWhatIsThereAsksNobody(t *testing.T) {
	t.Parallel()
	tenant := acctest.HandMade(t)
	tenant.ResetRequests()
	same := map[string]any{"id": "rlp_off", "client_id": "tpc_dcr", "action": "block", "limit": 0}
	acctest.Plan(t, tenant, typeName, same, same)
	if requests := tenant.Requests(); len(requests) > 0 {
		t.Errorf("the plan made %d calls", len(requests))
	}
}
