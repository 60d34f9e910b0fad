package cache

// Freshness says what may answer a read.
//
// Terraform refreshes states in a plan, in which nobody writes what depends on whom, and writes in an apply, in which
// other providers write too: auth0_client and auth0_connection change the objects that are read here. An early read of
// an apply therefore proves nothing about now. A plan and an apply are two walks with a client each, but nothing tells
// a client in which of them it is, except that no state is refreshed in an apply. Hence the rule:
//
//   - A write, or a refusal in an apply, makes its own read ([Fresh]).
//   - A refresh accepts what was read before in the same plan or apply ([Remembered]).
//   - Data sources, and checks that a plan makes and the apply repeats, take what was read before only in a walk that
//     has refreshed a state and has not written ([FreshInApply]).
//
// Whatever the freshness, an answer that shows what was there before a write of this client's is not believed until
// [LagLimit] has passed since: see ownWrite.
type Freshness int

const (
	// Fresh admits only the answer to a call of its own.
	Fresh Freshness = iota
	// FreshInApply is Remembered in a plan. In an apply it admits only answers to calls that began after the read did.
	FreshInApply
	// Remembered admits what the client has read or written before, too.
	Remembered
)
