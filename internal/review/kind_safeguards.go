package review

// Resources that hold access back for as long as they are there, and declare none.
var safeguardKinds = map[string]kind{}
