package dev.stellwerk.plugins.loader.classes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Defines a plugin's classes from memory. Of the gateway it knows the published packages alone; everything else comes from
 * the plugin or from the Java platform. It holds no file open.
 */
final class PluginClassLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final PluginClasses classes;
    private final ClassLoader published = PluginClassLoader.class.getClassLoader();

    PluginClassLoader(PluginClasses classes) {
        super("plugin " + classes.identity().id(), ClassLoader.getPlatformClassLoader());
        this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (PublishedPackages.hold(name)) {
            return published.loadClass(name);
        }
        return super.loadClass(name, resolve);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.classBytes(name).orElseThrow(() -> new ClassNotFoundException(name));
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    protected @Nullable URL findResource(String name) {
        byte[] bytes = classes.file(name).orElse(null);
        if (bytes == null) {
            return null;
        }
        try {
            return URL.of(
                    java.net.URI.create(
                            "plugin:///" + java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)),
                    new InMemory(bytes));
        } catch (java.net.MalformedURLException e) {
            return null; // a name that cannot stand in an address leads nowhere
        }
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL found = findResource(name);
        return Collections.enumeration(found == null ? List.of() : List.of(found));
    }

    private static final class InMemory extends URLStreamHandler {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() throws IOException {
                    return new ByteArrayInputStream(bytes);
                }
            };
        }
    }
}
