"""How functions are declared: one def, one rule. Also for packages of functions beside this one."""
