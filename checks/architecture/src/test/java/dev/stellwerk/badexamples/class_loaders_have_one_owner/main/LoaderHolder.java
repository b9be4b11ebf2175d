package dev.stellwerk.badexamples.class_loaders_have_one_owner.main;

import java.net.URLClassLoader;

record LoaderHolder(URLClassLoader it) {}
